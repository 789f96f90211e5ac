#include "adversaries/strategies/histogram.h"

#include <algorithm>
#include <boost/random/uniform_int_distribution.hpp>
#include <limits>
#include <memory>

#include "adversaries/strategies.h"
#include "core/error.h"
#include "core/settings/read_text.h"
#include "core/text/quote.h"

namespace hogtie {
namespace {

void check_bins(const std::string& path, const std::string& name,
                const google::protobuf::RepeatedPtrField<proto::Bin>& bins) {
  double count = 0;
  for (int k = 0; k < bins.size(); ++k) {
    const proto::Bin& bin = bins[k];
    const std::string where = quote(path) + ": bin " + std::to_string(k + 1) + " of '" + name + "'";
    if (!bin.has_from()) {
      throw InputError(where + " has no 'from'; give its smallest value");
    }
    if (bin.has_to() && bin.to() < bin.from()) {
      throw InputError(where + " is from " + std::to_string(bin.from()) + " to " +
                       std::to_string(bin.to()) + "; 'to' must not be below 'from'");
    }
    count += bin.count();
  }
  if (count > 0) return;
  throw InputError(quote(path) + ": no bin of '" + name +
                   "' has a count; give at least one, as in " + name +
                   " { from: 1 to: 16 count: 90 }");
}

}  // namespace

proto::ScheduleHistogram read_histogram(const std::string& path) {
  proto::ScheduleHistogram histogram;
  read_text(path, "a histogram of runs and stalls", histogram);
  check_bins(path, "runs", histogram.runs());
  const bool alone = histogram.has_processors() && histogram.processors() == 1;
  if (!alone || !histogram.stalls().empty()) check_bins(path, "stalls", histogram.stalls());
  if (histogram.has_processors()) {
    check_bins(path, "slices", histogram.slices());
  } else if (!histogram.slices().empty()) {
    throw InputError(quote(path) +
                     ": slices end where workers wait for a processor; give the number of "
                     "'processors' as well");
  }
  return histogram;
}

Histogram::Lengths::Lengths(const Bins& bins) {
  std::vector<double> counts;
  for (const proto::Bin& bin : bins) {
    ranges_.push_back({bin.from(), bin.has_to() ? bin.to() : bin.from()});
    counts.push_back(bin.count());
  }
  pick_ = decltype(pick_)(counts.begin(), counts.end());
}

std::uint64_t Histogram::Lengths::draw(BitStream& bits) {
  if (ranges_.empty()) return 0;  // stalls on the only processor, during which nobody steps
  const Range& range = ranges_[pick_(bits)];
  return boost::random::uniform_int_distribution<std::uint64_t>(range.from, range.to)(bits);
}

Histogram::Histogram(const proto::ScheduleHistogram& histogram, std::uint32_t workers,
                     std::uint64_t seed)
    : bits_(seed, kAdversaryDomain),
      runs_(histogram.runs()),
      stalls_(histogram.stalls()),
      slices_(histogram.slices()),
      left_(workers, std::numeric_limits<std::uint64_t>::max()) {
  const std::uint32_t processors = histogram.has_processors() ? histogram.processors() : workers;
  for (std::uint32_t worker = 0; worker < workers; ++worker) {
    if (worker < processors) {
      timetable_.add(0, worker);
      if (workers > processors) left_[worker] = slices_.draw(bits_);
    } else {
      waiting_.push_back(worker);
    }
  }
}

/// The first in the queue that is runnable still, with a slice of its own, if there is any.
std::optional<std::uint32_t> Histogram::take_waiting(const RunnableSet& runnable) {
  while (!waiting_.empty()) {
    const std::uint32_t worker = waiting_.front();
    waiting_.pop_front();
    if (!runnable.contains(worker)) continue;
    left_[worker] = slices_.draw(bits_);
    return worker;
  }
  return std::nullopt;
}

/// The worker on a processor that is due first. Waiting workers take the places of those that
/// are not runnable any more.
std::uint32_t Histogram::take_due(const RunnableSet& runnable) {
  for (;;) {
    const auto [due, worker] = timetable_.take();
    if (runnable.contains(worker)) return worker;
    if (const auto next = take_waiting(runnable)) timetable_.add(due, *next);
  }
}

Choice Histogram::next(ObliviousView view) {
  if (view.step() >= end_ || !view.runnable().contains(worker_)) {
    worker_ = take_due(view.runnable());
    const std::uint64_t run = std::min(runs_.draw(bits_), left_[worker_]);
    left_[worker_] -= run;
    end_ = view.step() + run;
    std::uint32_t next = worker_;
    if (left_[worker_] == 0) {
      if (const auto waiting = take_waiting(view.runnable())) {
        next = *waiting;
        waiting_.push_back(worker_);
      } else {
        left_[worker_] = std::numeric_limits<std::uint64_t>::max();  // nobody will wait any more
      }
    }
    timetable_.add(end_ + stalls_.draw(bits_), next);
  }
  constexpr std::uint64_t kLongest = std::numeric_limits<std::uint32_t>::max();
  return {worker_, static_cast<std::uint32_t>(std::min(end_ - view.step(), kLongest))};
}

constexpr StrategyEntry strategies::histogram{
    .listing = {.name = "histogram",
                .description = "runs and stalls drawn from histograms, as recorded on hardware",
                .power = Histogram::kPower,
                .parameters = {"schedule_file"}},
    .check =
        [](const proto::Adversary& settings, std::uint32_t) {
          if (!settings.schedule_file().empty()) return;
          throw InputError(
              "adversary 'histogram' needs a histogram; set adversary.schedule_file=FILE");
        },
    .make = [](const proto::Adversary& settings,
               const AdversaryContext& context) -> std::unique_ptr<Adversary> {
      return std::make_unique<Histogram>(read_histogram(settings.schedule_file()), context.workers,
                                         context.seed);
    }};

}  // namespace hogtie
