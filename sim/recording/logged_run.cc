#include "sim/recording/logged_run.h"

#include <variant>

#include "core/algorithms/any_algorithm.h"
#include "sim/threads/run_on_team.h"

namespace hogtie {

LoggedRun::LoggedRun(const RunSetup& setup, LogSpool& spool, const ThreadsWatch& watch)
    : layout_(setup.machine_shape(0).layout) {
  for (std::uint32_t w = 0; w < setup.experiment().workers(); ++w) {
    records_.push_back(std::make_unique<ThreadRecord>(layout_.size(), spool));
  }
  VersionedCells cells(layout_, setup.experiment().machine().layout());
  report_ = std::visit(
      [&](const auto& algorithm) {
        return run_on_team(
            setup, {setup.experiment().seed(), setup.initial()}, watch, cells, algorithm,
            [&](std::uint32_t worker, WorkerTally& tally, const ThreadSetup& thread) {
              return VersionedMemory<true>(cells, tally, records_[worker].get(), thread);
            });
      },
      setup.algorithm());
  for (std::uint32_t r = 0; r < layout_.size(); ++r) versions_.push_back(cells.version(r));
}

std::uint64_t LoggedRun::log_bytes() const {
  std::uint64_t sum = 0;
  for (const auto& record : records_) sum += record->log.bytes();
  return sum;
}

std::unique_ptr<Linearization> LoggedRun::linearize() const {
  return std::make_unique<Linearization>(layout_, versions_, records_);
}

}  // namespace hogtie
