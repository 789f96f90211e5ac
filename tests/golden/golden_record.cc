/// Records golden runs: see usage below.
#include <cstddef>
#include <exception>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "core/error.h"
#include "tests/golden/golden_runs.h"

namespace {

namespace fs = std::filesystem;
using namespace hogtie::golden;

constexpr const char* kUsage =
    "usage: golden_record DIRECTORY [--again]: records the golden runs that have no trace in the "
    "directory, or all of them";

/// The number of traces recorded.
std::size_t record_into(const fs::path& directory, bool again) {
  if (!fs::is_directory(directory)) {
    throw hogtie::InputError(directory.string() + ": no directory; make it first");
  }
  std::size_t count = 0;
  for (const GoldenRun& run : golden_runs()) {
    const fs::path trace = fs::absolute(directory) / (run.name + ".trace");
    if (fs::exists(trace) && !again) continue;
    try {
      record_golden_run(run, trace.string());
    } catch (const hogtie::InputError& error) {
      throw hogtie::InputError(run.name + ": " + error.what());
    }
    ++count;
  }
  return count;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const bool again = arguments.size() == 2 && arguments[1] == "--again";
  if (arguments.size() != 1 && !again) {
    std::cerr << kUsage << "\n";
    return 2;
  }
  try {
    std::cout << record_into(arguments[0], again) << " recorded\n";
  } catch (const std::exception& error) {
    std::cerr << "golden_record: " << error.what() << "\n";
    return 2;
  }
  return 0;
}
