#include "core/certification/finding.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>
#include <utility>

#include "core/theory/bad_iterations.h"
#include "core/theory/contention.h"
#include "core/theory/delay_sum_bounds.h"
#include "core/theory/elastic_consistency.h"
#include "core/theory/premise.h"

namespace hogtie {
namespace {

constexpr ByOrder<std::string_view> kOrders{"by start", "by first update", "by end"};

Finding proved(std::string statement, std::string what, double measured, double bound) {
  const Standing standing = measured <= bound ? Standing::kHolds : Standing::kViolated;
  return {std::move(statement), std::move(what), measured, bound, std::nullopt, standing, {}};
}

Finding published(std::string statement, std::string what, double measured, double bound) {
  const Standing standing = measured <= bound ? Standing::kHeld : Standing::kExceeded;
  return {std::move(statement), std::move(what), measured, bound, std::nullopt, standing, {}};
}

/// Held against the bound as integers, which do not round.
Finding contention(const Evidence& evidence) {
  __extension__ using Wide = unsigned __int128;
  const std::uint64_t bound = average_contention_bound(evidence.workers);
  const CountDistribution::Sum sum = evidence.contention.sum();
  const Wide measured = (Wide{sum.high} << 64U) + sum.low;
  Finding finding =
      proved("4", "average contention", evidence.contention.mean(), static_cast<double>(bound));
  finding.standing = measured <= Wide{bound} * evidence.contention.count() ? Standing::kHolds
                                                                           : Standing::kViolated;
  return finding;
}

Finding bad_iterations(const Evidence& evidence, const BadWindows::Worst& worst,
                       IterationOrder order) {
  Finding finding = proved("5", "bad iterations in K n, " + std::string(kOrders[order]),
                           static_cast<double>(worst.bad),
                           static_cast<double>(bad_iterations_bound(evidence.workers)));
  if (worst.bad > 0) {
    finding.at = worst.at;
    finding.note = "K = " + std::to_string(worst.window / evidence.workers);
  }
  return finding;
}

void add_delay_sums(const Evidence& evidence, std::vector<Finding>& findings) {
  const auto sum = [&](IterationOrder order) {
    return static_cast<double>(evidence.delay_sum[order]);
  };
  findings.push_back(proved("6", "delay sum by end, n - 1", sum(kByEnd),
                            static_cast<double>(delay_sum_bound_by_end(evidence.workers))));
  findings.back().at = evidence.delay_sum_at[kByEnd];
  findings.push_back(
      proved("6", "delay sum by end, min over K", sum(kByEnd),
             static_cast<double>(proved_delay_sum_bound(evidence.tau_max, evidence.workers))));
  findings.back().at = evidence.delay_sum_at[kByEnd];
  for (const IterationOrder order : {kByStart, kByFirstUpdate, kByEnd}) {
    findings.push_back(
        published("6", "delay sum " + std::string(kOrders[order]) + ", 2 sqrt(tau_max n)",
                  sum(order), published_delay_sum_bound(evidence.tau_max, evidence.workers)));
    findings.back().at = evidence.delay_sum_at[order];
  }
}

/// What keeps views from being followed to the end.
std::string left_out(const Evidence& evidence) {
  const std::uint64_t torn = evidence.torn_at.value_or(kNoStep);
  const std::uint64_t overflowed = evidence.overflowed_at.value_or(kNoStep);
  const std::uint64_t end = std::min(torn, overflowed);
  if (end == kNoStep) return {};
  return "before t = " + std::to_string(end) + ", where " +
         (end == torn ? "an update is not one whole" : "numbers overflow");
}

Finding views(const Evidence& evidence) {
  const ViewDistance& view = evidence.closest_to_bound;
  Finding finding =
      proved("3", "views, ||x_t - v_t|| by updates missed", view.distance, view.bound);
  finding.at = view.time;
  finding.note = left_out(evidence);
  if (evidence.overflowed_at == 0) {
    finding.standing = Standing::kPremiseNotMet;
    finding.note = kFinite;
  }
  return finding;
}

}  // namespace

double Finding::ratio() const {
  if (measured == 0) return 0;
  return bound == 0 ? std::numeric_limits<double>::infinity() : measured / bound;
}

std::vector<Finding> certify_execution(const Evidence& evidence) {
  std::vector<Finding> findings{contention(evidence),
                                bad_iterations(evidence, evidence.bad_by_start, kByStart),
                                bad_iterations(evidence, evidence.bad_by_end, kByEnd)};
  add_delay_sums(evidence, findings);
  findings.push_back(views(evidence));
  return findings;
}

Finding certify_elastic_consistency(const Evidence& evidence, const ConvergenceProblem& problem,
                                    double step_size, std::uint64_t dimension,
                                    const std::string& premise) {
  Finding finding;
  finding.statement = "10";
  finding.what = "views, max ||x_t - v_t||/alpha by sqrt(d) tau_max M";
  finding.at = evidence.farthest.time;
  try {
    if (!premise.empty()) throw PremiseError(premise);
    finding.measured = empirical_elastic_consistency(step_size, evidence.farthest.distance);
    finding.bound = elastic_consistency_constant(problem.second_moment,
                                                 {evidence.workers, dimension, evidence.tau_max});
  } catch (const PremiseError& error) {
    finding.note = error.premise();
  }
  if (!finding.note.empty()) {
    finding.standing = Standing::kPremiseNotMet;
  } else {
    finding.standing = finding.measured <= finding.bound ? Standing::kHeld : Standing::kExceeded;
    finding.note = left_out(evidence);
  }
  return finding;
}

std::string standing_text(Standing standing) {
  constexpr std::array<std::string_view, 5> kTexts{"premise not met", "holds", "VIOLATED", "held",
                                                   "exceeded"};
  return std::string(kTexts[static_cast<std::size_t>(standing)]);
}

}  // namespace hogtie
