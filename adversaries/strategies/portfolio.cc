#include "adversaries/strategies/portfolio.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "adversaries/knowledge/known_optimum.h"
#include "adversaries/knowledge/pending_updates.h"
#include "adversaries/registry.h"
#include "adversaries/strategies.h"
#include "core/error.h"
#include "core/text/quote.h"

namespace hogtie {

Portfolio::Portfolio(std::vector<std::unique_ptr<Adversary>> members, proto::Switching switching,
                     std::uint64_t phase, std::span<const double> optimum)
    : members_(members.size()), switching_(switching), phase_(phase), optimum_(optimum) {
  for (std::size_t k = 0; k < members.size(); ++k) members_[k].adversary = std::move(members[k]);
}

Choice Portfolio::choose(Situation situation) {
  const PastView view(situation);
  if (view.step() >= phase_end_) switch_member(view);
  Choice choice = Choice::halt();
  for (std::size_t k = 0; k < members_.size(); ++k) {
    // The one that is active counts, or the first one after it that schedules at all.
    const std::size_t after = (active_ + k) % members_.size();
    const Choice offered = members_[after].adversary->choose(situation);
    if (choice.halts()) {
      choice = offered;
      followed_ = after;
    } else {
      members_[after].adversary->overruled();
    }
  }
  return choice.halts() ? choice : Choice{choice.worker};
}

void Portfolio::overruled() {
  members_[followed_].adversary->overruled();
}

void Portfolio::switch_member(const PastView& view) {
  if (switching_ == proto::BANDIT) {
    const double distance = squared_distance(view, optimum_);
    if (phases_ > 0) reward(distance);
    distance_at_start_ = distance;
    active_ = most_promising();
  } else {
    active_ = phases_ % members_.size();
  }
  ++phases_;
  phase_end_ = view.step() + phase_;
}

/// The active member, for its phase.
void Portfolio::reward(double squared_distance) {
  double growth = std::log(squared_distance / distance_at_start_) / 2;
  // Out of the range of doubles x has diverged; in the other direction it has hit x*.
  constexpr double kLargest = 1e6;
  if (!std::isfinite(squared_distance)) growth = kLargest;
  if (std::isnan(growth)) growth = 0;
  growth = std::clamp(growth, -kLargest, kLargest);
  members_[active_].rewards += (1 + growth / (1 + std::abs(growth))) / 2;
  ++members_[active_].phases;
}

std::size_t Portfolio::most_promising() const {
  const auto index = [this](const Member& member) {
    const auto phases = static_cast<double>(member.phases);
    const double mean = member.rewards / phases;
    return mean + std::sqrt(2 * std::log(static_cast<double>(phases_)) / phases);
  };
  std::size_t best = 0;
  for (std::size_t k = 0; k < members_.size(); ++k) {
    if (members_[k].phases == 0) return k;
    if (index(members_[k]) > index(members_[best])) best = k;
  }
  return best;
}

namespace {

/// The members, given or not.
std::vector<proto::Adversary> members_of(const proto::Adversary& settings) {
  std::vector<proto::Adversary> members(settings.members().begin(), settings.members().end());
  if (!members.empty()) return members;
  for (const char* const name : {"greedy", "resonance", "noise_selector", "swarm"}) {
    members.emplace_back().set_name(name);
  }
  return members;
}

void check_portfolio(const proto::Adversary& settings, std::uint32_t workers) {
  for (const proto::Adversary& member : members_of(settings)) {
    if (member.has_tau_max() || member.has_wait_max() || member.crashes_size() > 0) {
      throw InputError("adversary.members: " + quote(member.name()) +
                       " has a wrapper's setting; set it on the portfolio");
    }
    check_strategy(member, workers);
  }
}

std::unique_ptr<Adversary> make_portfolio(const proto::Adversary& settings,
                                          const AdversaryContext& context) {
  const bool goes_by_distance = settings.switching() == proto::BANDIT;
  const auto target =
      goes_by_distance ? known_optimum(settings, context) : std::span<const double>();
  std::vector<std::unique_ptr<Adversary>> members;
  for (const proto::Adversary& member : members_of(settings)) {
    members.push_back(make_strategy(member, context));
  }
  return std::make_unique<Portfolio>(std::move(members), settings.switching(), settings.phase(),
                                     target);
}

}  // namespace

constexpr StrategyEntry strategies::portfolio{
    .listing = {.name = "portfolio",
                .description = "others by turns, or by a bandit on how far they drive x from x*",
                .power = StrongView::kPower,
                .parameters = {"members", "phase", "switching"}},
    .check = check_portfolio,
    .make = make_portfolio};

}  // namespace hogtie
