#include "tools/hogtie/cli/cut_short.h"

#include "tools/hogtie/output/message.h"

namespace hogtie {

ExitStatus report_cut_short(const std::string& trace, std::uint64_t steps) {
  ErrorLine() << trace << ": the trace is cut short: it goes up to step " << steps
              << ", and its end is missing";
  return kCutShort;
}

}  // namespace hogtie
