#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <string_view>

namespace hogtie {

/// A few names, held by value: an entry of a registry is written in one piece. The texts outlive
/// the list.
class NameList {
 public:
  constexpr NameList() = default;
  /// A constant list of more than kMost names does not compile.
  constexpr NameList(std::initializer_list<std::string_view> names) : size_(names.size()) {
    std::ranges::copy(names, names_.begin());
  }

  constexpr const std::string_view* data() const { return names_.data(); }
  constexpr std::size_t size() const { return size_; }
  constexpr const std::string_view* begin() const { return data(); }
  constexpr const std::string_view* end() const { return data() + size_; }

 private:
  static constexpr std::size_t kMost = 12;
  std::array<std::string_view, kMost> names_{};
  std::size_t size_ = 0;
};

}  // namespace hogtie
