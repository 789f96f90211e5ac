/// A data file in LIBSVM format, plain or compressed, read and then optimised and trained on.
#include <cstdint>

#include "core/data/read_dataset.h"
#include "core/error.h"
#include "tests/fuzz/fuzzer.h"
#include "tests/fuzz/program.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/work_directory.h"

namespace hogtie::fuzz {
namespace {

void require_consistent(const Dataset& data) {
  require(data.row_offsets.size() == data.rows() + 1 && data.lines.size() == data.rows() &&
              data.row_offsets.back() == data.indices.size() &&
              data.indices.size() == data.values.size(),
          "a data set does not fit together");
  for (const std::uint32_t index : data.indices) {
    require(index < data.features, "a coordinate beyond the last");
  }
}

/// Whether a run on the data takes little; what has many coordinates is legal, and takes its time.
bool is_small() {
  constexpr std::size_t kMostFeatures = 1000;
  try {
    const Dataset data = read_dataset("input");
    require_consistent(data);
    return data.features <= kMostFeatures;
  } catch (const InputError&) {
    return true;
  }
}

void run(const char* objective) {
  run_program({"run", "--quiet", "--set", std::string("objective.name=") + objective, "--set",
               "objective.data.path=input", "--set", "limits.steps=40"});
}

}  // namespace
}  // namespace hogtie::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hogtie::fuzz;
  const InWorkDirectory inside;
  write_file("input", {reinterpret_cast<const char*>(data), size});
  if (!is_small()) return 0;
  for (const char* const objective : {"logistic", "least_squares", "hinge", "huber"}) {
    run(objective);
  }
  run_program({"train", "input", "--epochs", "2", "--set", "workers=1", "--quiet"});
  return 0;
}
