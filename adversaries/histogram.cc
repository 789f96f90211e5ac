#include "adversaries/histogram.h"

#include <algorithm>
#include <boost/random/uniform_int_distribution.hpp>
#include <limits>

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
  check_bins(path, "stalls", histogram.stalls());
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
  const Range& range = ranges_[pick_(bits)];
  return boost::random::uniform_int_distribution<std::uint64_t>(range.from, range.to)(bits);
}

Histogram::Histogram(const proto::ScheduleHistogram& histogram, std::uint32_t workers,
                     std::uint64_t seed)
    : bits_(seed, kAdversaryDomain), runs_(histogram.runs()), stalls_(histogram.stalls()) {
  for (std::uint32_t worker = 0; worker < workers; ++worker) timetable_.add(0, worker);
}

Choice Histogram::next(ObliviousView view) {
  if (view.step() >= end_ || !view.runnable().contains(worker_)) {
    worker_ = timetable_.take(view.runnable()).second;
    end_ = view.step() + runs_.draw(bits_);
    timetable_.add(end_ + stalls_.draw(bits_), worker_);
  }
  constexpr std::uint64_t kLongest = std::numeric_limits<std::uint32_t>::max();
  return {worker_, static_cast<std::uint32_t>(std::min(end_ - view.step(), kLongest))};
}

}  // namespace hogtie
