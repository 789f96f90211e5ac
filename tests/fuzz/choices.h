#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <string_view>

namespace hogtie::fuzz {

/// Random choices, all of them a function of the seed.
class Choices {
 public:
  explicit Choices(std::uint64_t seed) : bits_(seed) {}

  /// 0 to `count` - 1; `count` >= 1.
  std::uint64_t below(std::uint64_t count) { return bits_() % count; }
  bool one_in(std::uint64_t count) { return below(count) == 0; }
  std::uint64_t word() { return bits_(); }

  template <class Range>
  const auto& one_of(const Range& range) {
    return range[below(std::size(range))];
  }

 private:
  std::mt19937_64 bits_;
};

/// Choices that an input makes: each takes as many of its bytes as it needs; 0 once they are used
/// up.
class InputChoices {
 public:
  explicit InputChoices(std::span<const std::uint8_t> input) : rest_(input) {}

  std::uint64_t below(std::uint64_t count);
  bool one_in(std::uint64_t count) { return below(count) == count - 1; }
  std::uint64_t word() { return take(8); }
  bool used_up() const { return rest_.empty(); }

  template <class Range>
  const auto& one_of(const Range& range) {
    return range[below(std::size(range))];
  }

 private:
  std::uint64_t take(std::size_t bytes);

  std::span<const std::uint8_t> rest_;
};

}  // namespace hogtie::fuzz
