#pragma once

#include <memory>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "adversaries/interface/choice.h"
#include "adversaries/interface/clone_ptr.h"
#include "adversaries/interface/run_steps.h"
#include "adversaries/interface/view.h"

namespace hogtie {

/// Picks, step after step, which worker goes next. A strategy derives from one of the classes below
/// and defines
///
///     Choice next(View view);
///
/// where View is what its power lets it see: more does not compile. It is asked before each step
/// (or after the steps of its last choice), with at least one runnable worker. An adversary serves
/// one run. Choosing a worker that is not runnable ends the run with an adversary error.
class Adversary {
 public:
  virtual ~Adversary() = default;
  virtual Choice choose(Situation situation) = 0;

  /// Another worker goes than the one that it chose last. For schedules with a law of their own,
  /// which take up the choice again.
  virtual void overruled() {}

  /// A copy, which goes on as this would: what Machine::save is to a machine. What it only refers
  /// to it shares. Throws std::logic_error if the strategy cannot be copied.
  virtual std::unique_ptr<Adversary> clone() const = 0;

  /// Chooses and executes step after step; see `run_steps`.
  virtual std::uint32_t run_steps(Execution& execution, Choice& needing) {
    return hogtie::run_steps(execution, needing,
                             [&] { return choose(Situation(execution, execution.runnable)); });
  }
};

/// Adversary::clone of a class that is copied by its constructor.
template <class Self>
std::unique_ptr<Adversary> clone_by_copy(const Self& adversary) {
  if constexpr (std::copy_constructible<Self>) {
    return std::make_unique<Self>(adversary);
  } else {
    throw std::logic_error("this adversary cannot be copied");
  }
}

/// A strategy `Self` that sees a `View`.
template <class Self, class View>
class Strategy : public Adversary {
 public:
  static constexpr std::string_view kPower = View::kPower;

  std::unique_ptr<Adversary> clone() const final {
    return clone_by_copy(static_cast<const Self&>(*this));
  }

  Choice choose(Situation situation) final {
    return static_cast<Self&>(*this).next(View(situation));
  }

  std::uint32_t run_steps(Execution& execution, Choice& needing) final {
    Self& self = static_cast<Self&>(*this);
    return hogtie::run_steps(execution, needing, [&] {
      return self.next(View(Situation(execution, execution.runnable)));
    });
  }
};

template <class Self>
using Oblivious = Strategy<Self, ObliviousView>;
template <class Self>
using ReadWriteOblivious = Strategy<Self, PastView>;
template <class Self>
using LocationOblivious = Strategy<Self, LocationObliviousView>;
template <class Self>
using ValueOblivious = Strategy<Self, ValueObliviousView>;
template <class Self>
using StrongAdaptive = Strategy<Self, StrongView>;

/// An adversary around another, which it consults. It sees the past itself; the one inside sees
/// what its own power allows. It defines
///
///     Choice next(PastView view, Inner inner);
///
/// and asks `inner()`, or `inner(runnable)` to show it fewer runnable workers. If it lets another
/// worker go than the one inside chose, it says so by `overrule()`.
template <class Self>
class Wrapper : public Adversary {
 public:
  explicit Wrapper(std::unique_ptr<Adversary> inner) : inner_(std::move(inner)) {}

  std::unique_ptr<Adversary> clone() const final {
    return clone_by_copy(static_cast<const Self&>(*this));
  }

  Choice choose(Situation situation) final {
    follows_ = true;
    return static_cast<Self&>(*this).next(PastView(situation), Inner{*inner_, situation});
  }

  void overruled() final {
    if (follows_) overrule();
  }

 protected:
  void overrule() {
    follows_ = false;
    inner_->overruled();
  }

  class Inner {
   public:
    Inner(Adversary& adversary, Situation situation)
        : adversary_(adversary), situation_(situation) {}
    Choice operator()() const { return adversary_.choose(situation_); }
    Choice operator()(const RunnableSet& runnable) const {
      return adversary_.choose(situation_.restricted_to(runnable));
    }

   private:
    Adversary& adversary_;
    Situation situation_;
  };

 private:
  ClonePtr<Adversary> inner_;
  bool follows_ = false;  // in its last choice
};

}  // namespace hogtie
