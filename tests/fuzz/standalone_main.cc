/// Gives a target the inputs in files, in place of a fuzzer: see usage below.
#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "tests/fuzz/fuzzer.h"
#include "tests/fuzz/work_directory.h"

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kUsage =
    "usage: fuzz_TARGET [--random FROM TO] [PATH...]\n"
    "Gives the target every file, and every file in a directory; with --random, an input of\n"
    "random bytes for each number from FROM to TO - 1. Ends with SIGABRT at what it finds.\n";

void run(const std::string& name, std::string_view input) {
  std::cerr << name << std::endl;  // before it runs, since it may not come back
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

void run_random(std::uint64_t number) {
  constexpr std::size_t kSize = 512;
  std::mt19937_64 bits(number);
  std::string input(kSize, '\0');
  for (char& byte : input) byte = static_cast<char>(bits());
  run("random input " + std::to_string(number), input);
}

std::vector<fs::path> files_of(const fs::path& path) {
  if (!fs::is_directory(path)) return {path};
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(path)) files.push_back(entry);
  std::sort(files.begin(), files.end());
  return files;
}

[[noreturn]] void wrong_usage() {
  std::cerr << kUsage;
  std::exit(2);
}

std::uint64_t number_of(std::string_view text) {
  std::uint64_t number = 0;
  const char* const end = text.data() + text.size();
  if (std::from_chars(text.data(), end, number).ptr != end || text.empty()) wrong_usage();
  return number;
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.empty()) wrong_usage();
  if (arguments.front() == "--random") {
    if (arguments.size() < 3) wrong_usage();
    const std::uint64_t to = number_of(arguments[2]);
    for (std::uint64_t k = number_of(arguments[1]); k < to; ++k) run_random(k);
    arguments.erase(arguments.begin(), arguments.begin() + 3);
  }
  for (const std::string& argument : arguments) {
    if (!fs::exists(argument)) {
      std::cerr << "no file " << argument << '\n';
      return 2;
    }
    for (const fs::path& file : files_of(argument))
      run(file.string(), hogtie::fuzz::read_file(file));
  }
  return 0;
}
