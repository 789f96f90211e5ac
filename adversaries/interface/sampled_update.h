#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace hogtie {

/// What is to be added to a coordinate of the model.
struct Increment {
  std::uint32_t coordinate;
  double value;

  friend bool operator==(const Increment&, const Increment&) = default;
};

/// The part of a sampled update that is not applied yet, in the order of its steps. May refer to
/// the worker's operations: valid until the next step.
class SampledUpdate {
 public:
  SampledUpdate() = default;
  /// Every `stride`-th of these, from the first on.
  SampledUpdate(const std::uint32_t* coordinates, const double* values, std::size_t size,
                std::size_t stride)
      : coordinates_(coordinates), values_(values), size_(size), stride_(stride) {}

  /// What leads from one model to another.
  static SampledUpdate between(std::span<const double> from, std::span<const double> to) {
    SampledUpdate update;
    for (std::uint32_t j = 0; j < from.size(); ++j) {
      if (to[j] == from[j]) continue;
      update.own_coordinates_.push_back(j);
      update.own_values_.push_back(to[j] - from[j]);
    }
    update.coordinates_ = update.own_coordinates_.data();
    update.values_ = update.own_values_.data();
    update.size_ = update.own_values_.size();
    return update;
  }

  SampledUpdate(SampledUpdate&&) = default;
  SampledUpdate& operator=(SampledUpdate&&) = default;

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
  std::vector<std::uint32_t> own_coordinates_;  // where it refers to nobody else's
  std::vector<double> own_values_;
};

}  // namespace hogtie
