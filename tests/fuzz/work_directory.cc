#include "tests/fuzz/work_directory.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "tests/fuzz/require.h"

namespace hogtie::fuzz {
namespace {

namespace fs = std::filesystem;

/// Name and content of the inputs. The digests of the data stand in traces of the seeds.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kInputs{{
    {"data.svm",
     "+1 1:0.5 3:-0.25\n-1 2:1 4:0.5\n+1 1:1 2:-0.5 3:0.125\n-1 1:-0.75 4:1\n+1 3:0.5\n"
     "-1 2:0.25 3:-1\n"},
    {"values.svm", "1.5 1:0.5 2:1\n-0.5 1:-1 3:0.5\n0.25 2:0.75 3:-0.25\n3 1:2 2:0.5 3:1\n"},
    {"ratings", "1 1 5\n1 2 3\n2 1 4\n2 3 1\n3 2 2\n3 3 4.5\n"},
    {"histogram",
     "runs { from: 1 to: 9 } runs { from: 10 to: 40 count: 0.5 } stalls { from: 1 to: 30 }\n"},
    {"schedule", "runs { worker: 1 steps: 3 } runs { worker: 0 steps: 5 }\n"},
}};

bool is_input(std::string_view name) {
  for (const auto& [input, content] : kInputs) {
    if (input == name) return true;
  }
  return false;
}

}  // namespace

WorkDirectory::WorkDirectory() {
  std::string name = (fs::temp_directory_path() / "hogtie-fuzz-XXXXXX").string();
  require(::mkdtemp(name.data()) != nullptr, "no directory for temporary files");
  path_ = name;
  for (const auto& [input, content] : kInputs) write_file(path_ / input, content);
}

WorkDirectory::~WorkDirectory() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

void WorkDirectory::clear(std::string_view kept) const {
  for (const fs::directory_entry& entry : fs::directory_iterator(path_)) {
    const std::string name = entry.path().filename().string();
    if (!is_input(name) && name != kept) fs::remove_all(entry.path());
  }
}

const WorkDirectory& work_directory() {
  static const WorkDirectory directory;
  return directory;
}

InWorkDirectory::InWorkDirectory() : before_(::open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
  require(before_ >= 0 && ::chdir(work_directory().path().c_str()) == 0, "no working directory");
}

InWorkDirectory::~InWorkDirectory() {
  require(::fchdir(before_) == 0, "no way back to the working directory");
  ::close(before_);
}

void write_file(const fs::path& path, std::string_view content) {
  std::ofstream file(path, std::ios::binary);
  file << content;
  file.close();
  require(file.good(), "an input cannot be written");
}

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace hogtie::fuzz
