#pragma once

#include <cstddef>
#include <cstdint>

namespace hogtie {

/// What is to be added to a coordinate of the model.
struct Increment {
  std::uint32_t coordinate;
  double value;

  friend bool operator==(const Increment&, const Increment&) = default;
};

/// The part of a sampled update that is not applied yet, in the order of its steps. Refers to the
/// worker's operations: valid until the next step.
class SampledUpdate {
 public:
  SampledUpdate() = default;
  /// Every `stride`-th of these, from the first on.
  SampledUpdate(const std::uint32_t* coordinates, const double* values, std::size_t size,
                std::size_t stride)
      : coordinates_(coordinates), values_(values), size_(size), stride_(stride) {}

  std::size_t size() const { return size_; }

  class Iterator {
   public:
    Iterator(const SampledUpdate& update, std::size_t k) : update_(&update), k_(k) {}
    Increment operator*() const {
      const std::size_t at = k_ * update_->stride_;
      return {update_->coordinates_[at], update_->values_[at]};
    }
    Iterator& operator++() {
      ++k_;
      return *this;
    }
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.k_ == b.k_; }

   private:
    const SampledUpdate* update_;
    std::size_t k_;
  };
  Iterator begin() const { return {*this, 0}; }
  Iterator end() const { return {*this, size_}; }

 private:
  const std::uint32_t* coordinates_ = nullptr;
  const double* values_ = nullptr;
  std::size_t size_ = 0;
  std::size_t stride_ = 1;
};

}  // namespace hogtie
