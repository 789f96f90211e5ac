#pragma once

#include <bit>
#include <cstdint>
#include <string>

namespace hogtie {

/// A register that holds a double; in an experiment X[index], a coordinate of the model.
struct DoubleRegister {
  std::uint32_t index;
};

/// A register that holds a 64-bit counter, C[index].
struct CounterRegister {
  std::uint32_t index;
};

/// Which registers a shared memory has. Registers are numbered through, doubles first: a register's
/// number is what operations, traces and adversaries name it by.
struct RegisterLayout {
  std::uint32_t doubles;
  std::uint32_t counters;

  std::uint32_t size() const { return doubles + counters; }
  std::uint32_t number(DoubleRegister r) const { return r.index; }
  std::uint32_t number(CounterRegister r) const { return doubles + r.index; }
  bool is_double(std::uint32_t number) const { return number < doubles; }

  /// "X[3]" or "C[0]".
  std::string name(std::uint32_t number) const {
    return is_double(number) ? "X[" + std::to_string(number) + "]"
                             : "C[" + std::to_string(number - doubles) + "]";
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
