#include "sim/run/trace_header.h"

#include "core/error.h"
#include "core/numeric/floating_point.h"
#include "sim/build_fingerprint.h"
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

proto::Experiment traced_experiment(const std::string& path, const RecordTrust& trust) {
  const TraceReader reader(path);
  proto::Experiment experiment = reader.header().experiment();
  if (!trust.force) check_header(path, reader.header());
  settle_record(path, trust, experiment);
  return experiment;
}

}  // namespace hogtie
