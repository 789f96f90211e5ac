#include "sim/studies/run/schedule_notes.h"

#include "core/text/quote.h"
#include "sim/trace/trace_extent.h"

namespace hogtie {
namespace {

void add_notes(const proto::Adversary& adversary, std::vector<std::string>& notes) {
  for (const proto::Adversary& member : adversary.members()) add_notes(member, notes);
  if (adversary.name() != "replay") return;
  const TraceExtent extent = extent_of(TraceFile::regular(adversary.trace()));
  if (extent.has_end) return;
  notes.push_back(printable(adversary.trace()) +
                  ": the trace that is followed is cut short: it goes up to step " +
                  std::to_string(extent.steps) + ", and its end is missing");
}

}  // namespace

std::vector<std::string> schedule_notes(const proto::Adversary& adversary) {
  std::vector<std::string> notes;
  add_notes(adversary, notes);
  return notes;
}

}  // namespace hogtie
