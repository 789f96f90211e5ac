/// Gives a target the inputs in files, in place of a fuzzer: see usage below.
#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/fuzz/choices.h"
#include "tests/fuzz/fuzzer.h"
#include "tests/fuzz/trace_mutator.h"
#include "tests/fuzz/work_directory.h"

/// Not every target has one.
#pragma weak LLVMFuzzerCustomMutator

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kUsage =
    "usage: fuzz_TARGET [--random FROM TO] [PATH...]\n"
    "Gives the target every file, and every file in a directory; with --random, for each number\n"
    "from FROM to TO - 1 one of them, mutated, or random bytes if there is no file. A number "
    "gives\n"
    "the same input again. Ends with SIGABRT at what it finds.\n";

constexpr std::size_t kLargest = 8192;

/// For LLVMFuzzerMutate, which has no argument for it.
hogtie::fuzz::Choices* current_choices = nullptr;

void run(const std::string& name, std::string_view input) {
  std::cerr << name << std::endl;  // before it runs, since it may not come back
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

std::string random_bytes(hogtie::fuzz::Choices& choices) {
  constexpr std::size_t kSize = 512;
  std::string input(kSize, '\0');
  for (char& byte : input) byte = static_cast<char>(choices.below(256));
  return input;
}

std::string mutated(std::string input, hogtie::fuzz::Choices& choices) {
  const std::size_t size = std::min(input.size(), kLargest);
  input.resize(kLargest);
  auto* const bytes = reinterpret_cast<std::uint8_t*>(input.data());
  current_choices = &choices;
  input.resize(
      LLVMFuzzerCustomMutator != nullptr
          ? LLVMFuzzerCustomMutator(bytes, size, kLargest, static_cast<unsigned>(choices.word()))
          : LLVMFuzzerMutate(bytes, size, kLargest));
  return input;
}

void run_random(std::uint64_t number, const std::vector<std::string>& seeds) {
  hogtie::fuzz::Choices choices(number);
  std::string input;
  if (seeds.empty()) {
    input = random_bytes(choices);
  } else {
    input = choices.one_of(seeds);
    for (std::uint64_t more = 1 + choices.below(3); more > 0; --more) {
      input = mutated(std::move(input), choices);
    }
  }
  run("input " + std::to_string(number), input);
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

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size,
                                        std::size_t max_size) {
  return hogtie::fuzz::simple_byte_mutator(*current_choices)(data, size, max_size);
}

int main(int argc, char** argv) {
  std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.empty()) wrong_usage();
  std::uint64_t from = 0;
  std::uint64_t to = 0;
  if (arguments.front() == "--random") {
    if (arguments.size() < 3) wrong_usage();
    from = number_of(arguments[1]);
    to = number_of(arguments[2]);
    arguments.erase(arguments.begin(), arguments.begin() + 3);
  }
  std::vector<std::string> seeds;
  for (const std::string& argument : arguments) {
    if (!fs::exists(argument)) {
      std::cerr << "no file " << argument << '\n';
      return 2;
    }
    for (const fs::path& file : files_of(argument)) {
      seeds.push_back(hogtie::fuzz::read_file(file));
      if (from == to) run(file.string(), seeds.back());
    }
  }
  for (; from < to; ++from) run_random(from, seeds);
  return 0;
}
