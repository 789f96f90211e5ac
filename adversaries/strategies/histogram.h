#pragma once

#include <boost/random/discrete_distribution.hpp>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "adversaries/interface/adversary.h"
#include "adversaries/knowledge/timetable.h"
#include "core/random/bit_stream.h"
#include "proto/schedule.pb.h"

namespace hogtie {

/// The histogram in a file in text format (proto/schedule.proto). Throws InputError for a file that
/// cannot be read, or that is no histogram: without bins or counts (of one processor it needs no
/// stalls), with an empty bin, or with one of `processors` and `slices` alone.
proto::ScheduleHistogram read_histogram(const std::string& path);

/// A schedule sampled from what was recorded on hardware: a worker takes a run of steps, is stalled
/// for a number of steps that others take, takes a run again, and so on, with lengths drawn
/// independently from the histograms of both. A worker whose stall is over goes on when nobody else
/// is in a run, first come, first served, so that with many workers stalls grow longer; where all
/// are stalled, the first to be over is cut short.
///
/// Where workers outnumber the processors of the histogram, only as many as those take part at a
/// time. The others wait in a queue, at first by their numbers. One that has taken the steps of its
/// slice goes to the end of the queue, and the first in it takes its place, stall included: a
/// processor changes workers, and is otherwise scheduled as if it did not.
class Histogram final : public Oblivious<Histogram> {
 public:
  /// `histogram` is as read_histogram returns it.
  Histogram(const proto::ScheduleHistogram& histogram, std::uint32_t workers, std::uint64_t seed);

  Choice next(ObliviousView view);

 private:
  using Bins = google::protobuf::RepeatedPtrField<proto::Bin>;

  /// Bins, drawn from by their counts; within a bin, uniformly.
  class Lengths {
   public:
    explicit Lengths(const Bins& bins);
    std::uint64_t draw(BitStream& bits);

   private:
    struct Range {
      std::uint64_t from;
      std::uint64_t to;
    };
    std::vector<Range> ranges_;
    boost::random::discrete_distribution<std::uint32_t, double> pick_;
  };

  std::uint32_t take_due(const RunnableSet& runnable);
  std::optional<std::uint32_t> take_waiting(const RunnableSet& runnable);

  BitStream bits_;
  Lengths runs_;
  Lengths stalls_;
  Lengths slices_;
  Timetable<std::uint64_t> timetable_;  // of those on a processor: when their stalls are over
  std::deque<std::uint32_t> waiting_;   // for a processor, some of them not runnable any more
  std::vector<std::uint64_t> left_;     // by worker on a processor: steps of its slice
  std::uint32_t worker_ = 0;
  std::uint64_t end_ = 0;  // step that the run ends before
};

}  // namespace hogtie
