#include "sim/simulation/trace_header.h"

#include "core/error.h"
#include "core/numeric/floating_point.h"
#include "core/text/quote.h"
#include "sim/build_fingerprint.h"
#include "sim/simulation/check_experiment.h"
#include "sim/trace/trace_reader.h"

namespace hogtie {

proto::Header make_header(const proto::Experiment& experiment) {
  proto::Header header;
  *header.mutable_experiment() = experiment;
  header.set_version(std::string(version()));
  header.set_build(std::string(build_fingerprint()));
  header.set_floating_point(floating_point_fingerprint());
  return header;
}

void check_header(const std::string& path, const proto::Header& header) {
  if (header.floating_point() == floating_point_fingerprint()) return;
  throw InputError(path +
                   ": recorded where floating-point arithmetic gives other results than here; "
                   "replay it there, or try with --force");
}

bool was_made_here(const proto::Header& header) {
  return header.floating_point() == floating_point_fingerprint() &&
         header.build() == build_fingerprint();
}

std::optional<std::string> other_build(const proto::Header& header) {
  if (header.build() == build_fingerprint()) return std::nullopt;
  constexpr std::size_t kShown = 12;
  return "recorded by another build, version " + header.version() + " (" +
         header.build().substr(0, kShown) + ")";
}

proto::Experiment traced_experiment(const TraceFile& trace, const RecordTrust& trust) {
  const TraceReader reader(trace);
  proto::Experiment experiment = reader.header().experiment();
  if (!trust.force) check_header(printable(trace.name()), reader.header());
  check_experiment_of(trace.name(), experiment);
  settle_record(trace.name(), trust, experiment);
  return experiment;
}

std::unique_ptr<const RunSetup> set_up_traced(const TraceFile& trace,
                                              const proto::Experiment& experiment) {
  try {
    auto setup = std::make_unique<const RunSetup>(experiment);
    setup->machine_shape(experiment.seed());  // refuses a run that takes too much memory
    return setup;
  } catch (const InputError& error) {
    throw InputError(printable(trace.name()) + ": " + error.what());
  }
}

std::unique_ptr<const RunSetup> traced_setup(const TraceFile& trace, const RecordTrust& trust) {
  return set_up_traced(trace, traced_experiment(trace, trust));
}

proto::Experiment continued_experiment(proto::Experiment recorded,
                                       const std::optional<proto::Adversary>& adversary) {
  if (recorded.machine().kind() != proto::SIMULATED) {
    recorded.mutable_machine()->set_kind(proto::SIMULATED);
    recorded.clear_adversary();  // it scheduled nothing
  }
  if (adversary) *recorded.mutable_adversary() = *adversary;
  return recorded;
}

}  // namespace hogtie
