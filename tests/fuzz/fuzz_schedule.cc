/// A file with a schedule, or a histogram of one.
#include <cstdint>

#include "tests/fuzz/fuzzer.h"
#include "tests/fuzz/program.h"
#include "tests/fuzz/work_directory.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hogtie::fuzz;
  const InWorkDirectory inside;
  write_file("input", {reinterpret_cast<const char*>(data), size});
  for (const char* const adversary : {"adversary=fixed", "adversary=histogram"}) {
    run_program({"run", "--quiet", "--set", adversary, "--set", "adversary.schedule_file=input",
                 "--set", "limits.steps=200"});
  }
  return 0;
}
