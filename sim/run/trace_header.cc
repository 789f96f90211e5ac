#include "sim/run/trace_header.h"

#include "core/error.h"
#include "core/numeric/floating_point.h"
#include "core/text/quote.h"
#include "sim/build_fingerprint.h"
#include "sim/run/check_experiment.h"
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
  const proto::Header here = make_header(header.experiment());
  constexpr std::size_t kShown = 12;
  if (header.floating_point() != here.floating_point()) {
    throw InputError(path +
                     ": recorded where floating-point arithmetic gives other results than here; "
                     "replay it there, or try with --force");
  }
  if (header.build() != here.build()) {
    throw InputError(path + ": recorded by another build, version " + header.version() + " (" +
                     header.build().substr(0, kShown) + "); this is " + here.version() + " (" +
                     here.build().substr(0, kShown) + "); replay it there, or try with --force");
  }
}

bool was_made_here(const proto::Header& header) {
  const proto::Header here = make_header(header.experiment());
  return header.floating_point() == here.floating_point() && header.build() == here.build();
}

proto::Experiment traced_experiment(const TraceFile& trace, const RecordTrust& trust) {
  const TraceReader reader(trace);
  proto::Experiment experiment = reader.header().experiment();
  if (!trust.force) check_header(printable(trace.name()), reader.header());
  check_experiment_of(trace.name(), experiment);
  settle_record(trace.name(), trust, experiment);
  return experiment;
}

proto::Experiment continued_experiment(proto::Experiment recorded,
                                       const std::optional<proto::Adversary>& adversary) {
  if (recorded.machine().name() != proto::SIMULATED) {
    recorded.mutable_machine()->set_name(proto::SIMULATED);
    recorded.clear_adversary();  // it scheduled nothing
  }
  if (adversary) *recorded.mutable_adversary() = *adversary;
  return recorded;
}

}  // namespace hogtie
