#include "tests/golden/golden_runs.h"

#include <filesystem>
#include <ostream>

#include "core/settings/set.h"
#include "tests/golden/golden_list.h"

namespace hogtie::golden {
namespace {

/// The directory is the working one while this lives.
class WorkingDirectory {
 public:
  explicit WorkingDirectory(const std::string& directory) {
    std::filesystem::current_path(directory);
  }
  ~WorkingDirectory() { std::filesystem::current_path(before_); }
  WorkingDirectory(const WorkingDirectory&) = delete;
  WorkingDirectory& operator=(const WorkingDirectory&) = delete;

 private:
  std::filesystem::path before_ = std::filesystem::current_path();
};

}  // namespace

const std::vector<GoldenRun>& golden_runs() {
  static const std::vector<GoldenRun> runs = [] {
    std::vector<GoldenRun> all;
    for (const auto& part : {algorithm_runs(), adversary_runs(), objective_runs(), other_runs()}) {
      all.insert(all.end(), part.begin(), part.end());
    }
    return all;
  }();
  return runs;
}

void PrintTo(const GoldenRun& run, std::ostream* out) {
  *out << run.name;
}

proto::Experiment experiment_of(const GoldenRun& run) {
  proto::Experiment experiment;
  // Enough of a stack for builds with sanitizers too, so that all builds run the same experiment.
  set(experiment, "machine.stack_bytes=262144");
  for (const std::string& setting : run.settings) set(experiment, setting);
  return experiment;
}

bool is_on_threads(const GoldenRun& run) {
  return experiment_of(run).machine().kind() == proto::THREADS;
}

std::string path_in_tests(const std::string& name) {
  return HOGTIE_TESTS "/" + name;
}

std::string golden_trace(const GoldenRun& run) {
  return path_in_tests("golden/traces/" + run.name + ".trace");
}

RunReport record_golden_run(const GoldenRun& run, const std::string& trace) {
  const WorkingDirectory tests(path_in_tests(""));
  return run_experiment(experiment_of(run), trace, {});
}

}  // namespace hogtie::golden
