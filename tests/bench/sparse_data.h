#pragma once

#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include "core/random/coins.h"

namespace hogtie::bench {

inline std::string scratch_file(const char* name) {
  return std::filesystem::temp_directory_path() /
         ("hogtie-bench-" + std::to_string(getpid()) + "-" + name);
}

/// The data set that sparse figures are taken on: the file that is the program's argument, or one
/// that is made up and removed in the end, with 20,000 rows with 75 of 47,236 columns each.
class SparseData {
 public:
  SparseData(int argc, char** argv)
      : made_up_(argc < 2), path_(made_up_ ? scratch_file("sparse.svm") : argv[1]) {
    if (made_up_) write();
  }
  ~SparseData() {
    if (made_up_) std::filesystem::remove(path_);
  }
  SparseData(const SparseData&) = delete;
  SparseData& operator=(const SparseData&) = delete;

  const std::string& path() const { return path_; }

 private:
  void write() const {
    std::ofstream file(path_);
    Coins coins(1, 0, 0);
    constexpr std::uint64_t kBand = 47'236 / 75;
    for (int i = 0; i < 20'000; ++i) {
      file << (coins.index(2) == 0 ? "-1" : "+1");
      for (std::uint64_t k = 0; k < 75; ++k)
        file << ' ' << k * kBand + coins.index(kBand) + 1 << ":0.1";
      file << '\n';
    }
  }

  bool made_up_;
  std::string path_;
};

}  // namespace hogtie::bench
