#include "tools/hogtie/cli/report_failure.h"

#include "tools/hogtie/output/message.h"

namespace hogtie {

bool report_failure(const Ending& ending) {
  switch (ending.verdict) {
    case proto::ADVERSARY_ERROR:
    case proto::WORKER_ERROR:
    case proto::MEMORY_LIMIT:
      ErrorLine() << ending.detail;
      return true;
    case proto::NOT_FINITE:
      ErrorLine() << "the run left the range of doubles: " << ending.detail;
      return true;
    default:
      return false;
  }
}

}  // namespace hogtie
