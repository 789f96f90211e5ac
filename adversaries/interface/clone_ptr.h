#pragma once

#include <memory>
#include <type_traits>
#include <utility>

namespace hogtie {

/// Owns an object of a class derived from T, or none. A copy owns a clone: what `T::clone()`
/// returns.
template <class T>
class ClonePtr {
 public:
  ClonePtr() = default;
  template <class Derived>
  requires std::is_convertible_v<Derived*, T*> ClonePtr(std::unique_ptr<Derived> object)
      : object_(std::move(object)) {}
  ClonePtr(const ClonePtr& other) : object_(other.object_ ? other.object_->clone() : nullptr) {}
  ClonePtr(ClonePtr&&) noexcept = default;
  ClonePtr& operator=(ClonePtr other) noexcept {
    object_ = std::move(other.object_);
    return *this;
  }
  ~ClonePtr() = default;

  T& operator*() const { return *object_; }
  T* operator->() const { return object_.get(); }
  T* get() const { return object_.get(); }
  explicit operator bool() const { return object_ != nullptr; }

 private:
  std::unique_ptr<T> object_;
};

}  // namespace hogtie
