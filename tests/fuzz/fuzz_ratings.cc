/// A file of ratings, plain or compressed, read and then completed.
#include <cstdint>

#include "core/data/read_ratings.h"
#include "core/error.h"
#include "tests/fuzz/fuzzer.h"
#include "tests/fuzz/program.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/work_directory.h"

namespace hogtie::fuzz {
namespace {

/// Whether a run on the ratings takes little.
bool is_small() {
  constexpr std::size_t kMostSides = 1000;
  try {
    const ObservedMatrix ratings = read_ratings("input");
    for (const std::uint32_t row : ratings.row)
      require(row < ratings.rows, "a row beyond the last");
    for (const std::uint32_t column : ratings.column) {
      require(column < ratings.columns, "a column beyond the last");
    }
    return ratings.rows + ratings.columns <= kMostSides;
  } catch (const InputError&) {
    return true;
  }
}

}  // namespace
}  // namespace hogtie::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hogtie::fuzz;
  const InWorkDirectory inside;
  write_file("input", {reinterpret_cast<const char*>(data), size});
  if (!is_small()) return 0;
  run_program({"run", "--quiet", "--set", "objective.name=matrix_completion", "--set",
               "objective.data.path=input", "--set", "objective.l2=0", "--set", "success.loss=0.1",
               "--set", "limits.steps=40"});
  return 0;
}
