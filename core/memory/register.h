#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>

namespace hogtie {

/// A register that holds a double; in an experiment, those below d are X[index], the coordinates of
/// the model.
struct DoubleRegister {
  std::uint32_t index;
};

/// A register that holds a 64-bit counter, C[index].
struct CounterRegister {
  std::uint32_t index;
};

/// Registers of doubles, in ascending order: first + index for each of the indices, which are not
/// copied.
struct RegisterList {
  RegisterList() = default;
  template <std::convertible_to<std::span<const std::uint32_t>> Indices>
  RegisterList(const Indices& all, std::uint32_t offset = 0) : indices(all), first(offset) {}

  std::span<const std::uint32_t> indices;
  std::uint32_t first = 0;

  std::size_t size() const { return indices.size(); }
  bool empty() const { return indices.empty(); }
  std::uint32_t operator[](std::size_t k) const { return first + indices[k]; }
  std::uint32_t front() const { return first + indices.front(); }
  std::uint32_t back() const { return first + indices.back(); }
};

/// Registers of doubles to be added to without atomicity: each addition is a read, and a write of
/// what it found plus the value, two steps, between which others' updates are lost.
struct RacyList {
  RegisterList registers;
};

/// Registers of doubles to be added to while the counter `guard` holds `epoch`: each fetch&add
/// looks at it in the same step, and adds nothing where it holds another
/// (double-compare-single-swap).
struct GuardedList {
  RegisterList registers;
  CounterRegister guard;
  std::uint64_t epoch;
};

/// "No guard".
inline constexpr std::uint32_t kNoGuard = std::numeric_limits<std::uint32_t>::max();

/// A model that is published in versions: version v lies in the doubles [v d, (v + 1) d), and that
/// whose number is a counter's value mod `count` is current. A compare&swap on the counter
/// publishes another.
struct Versions {
  CounterRegister current;
  std::uint32_t count;

  std::uint32_t number(std::uint64_t value) const {
    return static_cast<std::uint32_t>(value % count);
  }
};

/// Which registers a shared memory has. Registers are numbered through, doubles first: a register's
/// number is what operations, traces and adversaries name it by. The doubles are the coordinates of
/// the model, X[0..d), and behind them what an algorithm keeps beside it, A[0..auxiliary).
struct RegisterLayout {
  std::uint32_t doubles;
  std::uint32_t counters;
  std::uint32_t auxiliary = 0;     ///< Number of auxiliary doubles.
  std::uint32_t guard = kNoGuard;  ///< Index of the counter that guards updates, if there is one.
  std::optional<Versions> versions{};  ///< Versions of the model, if it is published.

  std::uint32_t size() const { return doubles + counters; }
  /// d.
  std::uint32_t model() const { return doubles - auxiliary; }
  std::uint32_t number(DoubleRegister r) const { return r.index; }
  std::uint32_t number(CounterRegister r) const { return doubles + r.index; }
  bool is_double(std::uint32_t number) const { return number < doubles; }

  bool is_model(std::uint32_t number) const { return number < model(); }

  /// "X[3]", "A[0]" or "C[0]".
  std::string name(std::uint32_t number) const {
    if (is_model(number)) return "X[" + std::to_string(number) + "]";
    if (is_double(number)) return "A[" + std::to_string(number - model()) + "]";
    return "C[" + std::to_string(number - doubles) + "]";
  }
};

/// The content of a register as 64 bits: a counter's value, or the bits of a double.
using Word = std::uint64_t;

inline Word to_word(double value) {
  return std::bit_cast<Word>(value);
}
inline double to_double(Word word) {
  return std::bit_cast<double>(word);
}

}  // namespace hogtie
