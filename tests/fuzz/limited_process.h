#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hogtie::fuzz {

/// How a process ended.
struct ProcessEnd {
  int status = 0;               ///< Exit status; -1 where a signal ended it.
  int signal = 0;               ///< That signal, or 0.
  bool late = false;            ///< It was killed for running longer than 10 s.
  std::uint64_t megabytes = 0;  ///< The most memory that was resident.
  std::string errors;           ///< What it wrote to stderr.
};

inline constexpr std::uint64_t kMostMegabytes = 1024;

/// Runs a program with these arguments in the working directory, its output thrown away, and kills
/// it after 10 s, or above kMostMegabytes of memory.
ProcessEnd run_limited(const std::string& program, const std::vector<std::string>& arguments);

}  // namespace hogtie::fuzz
