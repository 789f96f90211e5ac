#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/settings/set.h"
#include "proto/experiment.pb.h"
#include "sim/studies/run/run.h"
#include "sim/trace/frame.h"
#include "sim/trace/trace_reader.h"
#include "tests/sim/machine_testing.h"
#include "tests/sim/trace_testing.h"

namespace hogtie::testing {

/// The experiment with these settings, "a.b=value" each.
inline proto::Experiment experiment_of(const std::vector<std::string>& settings) {
  proto::Experiment experiment;
#if defined(__SANITIZE_ADDRESS__)
  // Traces are read and written on the stack of whichever worker is at work, in larger frames here.
  experiment.mutable_machine()->set_stack_bytes(kStackBytes);
#endif
  for (const std::string& setting : settings) set(experiment, setting);
  return experiment;
}

/// Runs it, recorded; with a reader, if one is given.
inline RunReport record(const proto::Experiment& experiment, const std::string& trace,
                        StepReader* reader = nullptr) {
  Watch watch;
  watch.reader = reader;
  return run_experiment(experiment, trace, watch);
}

/// The data that a trace names, none where it names none: named by the user, they may lie anywhere.
inline std::optional<std::string> data_of(const std::string& trace) {
  const TraceReader reader(trace);
  const proto::Data& data = reader.header().experiment().objective().data();
  return data.has_path() ? std::optional(data.path()) : std::nullopt;
}

inline ReplayReport replay(ReplayRequest request, StepReader* reader = nullptr) {
  Watch watch;
  watch.reader = reader;
  if (!request.data) request.data = data_of(request.trace);
  return replay_trace(request, watch);
}
inline ReplayReport replay(const std::string& trace, StepReader* reader = nullptr) {
  ReplayRequest request;
  request.trace = trace;
  return replay(request, reader);
}

/// The replay of a trace whether or not it was made here.
inline ReplayReport replay_forced(const std::string& trace) {
  ReplayRequest request;
  request.trace = trace;
  request.force = true;
  return replay(request);
}

/// Copies a trace, with every frame changed; none: the trace ends before it.
inline void rewrite(const std::string& from, const std::string& to,
                    const std::function<bool(proto::Frame&)>& change) {
  FrameReader reader(from);
  FrameWriter writer(to);
  while (auto frame = reader.next()) {
    if (!change(*frame)) break;
    writer.append(*frame);
  }
  writer.commit();
}

/// The same run as if it were of another experiment: the recorded one with other settings.
inline void claim(const std::string& from, const std::string& to,
                  const std::vector<std::string>& settings) {
  rewrite(from, to, [&](proto::Frame& frame) {
    if (frame.has_header()) {
      for (const std::string& setting : settings) {
        set(*frame.mutable_header()->mutable_experiment(), setting);
      }
    }
    return true;
  });
}

/// The whole recorded schedule.
inline std::vector<std::uint32_t> schedule_of(const std::string& trace) {
  TraceReader reader(trace);
  DecodedChunk chunk;
  std::vector<std::uint32_t> schedule;
  while (reader.next_chunk(chunk)) {
    schedule.insert(schedule.end(), chunk.schedule.begin(), chunk.schedule.end());
  }
  return schedule;
}

}  // namespace hogtie::testing
