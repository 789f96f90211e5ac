#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "proto/trace.pb.h"

namespace hogtie::testing {

/// A test with a directory of its own.
class InDirectory : public ::testing::Test {
 public:
  ~InDirectory() override { std::filesystem::remove_all(directory_); }

 protected:
  InDirectory() {
    std::string name = ::testing::TempDir() + "hogtie-XXXXXX";
    if (!::mkdtemp(name.data())) throw std::runtime_error("no directory " + name);
    directory_ = name;
  }

  std::string path(std::string_view name) const { return (directory_ / name).string(); }

  std::string put(std::string_view name, std::string_view content) const {
    std::ofstream(path(name), std::ios::binary) << content;
    return path(name);
  }

 private:
  std::filesystem::path directory_;
};

inline std::string content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// The message of the InputError that `call` throws; "no error" when it throws none.
template <class Call>
std::string error_of(Call&& call) {
  try {
    call();
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

inline proto::Header header_of(std::uint32_t workers) {
  proto::Header header;
  header.mutable_experiment()->set_workers(workers);
  header.set_version("1.2.3");
  header.set_build("abc");
  header.set_floating_point(42);
  return header;
}

inline proto::Checkpoint checkpoint_of(std::uint64_t number) {
  proto::Checkpoint checkpoint;
  checkpoint.set_registers(number);
  checkpoint.set_workers(~number);
  return checkpoint;
}

inline proto::Shape shape_of(std::uint32_t first) {
  proto::Shape shape;
  proto::Segment* segment = shape.add_segments();
  segment->set_kind(1);
  segment->set_first(first);
  segment->set_count(3);
  return shape;
}

inline proto::Footer footer_of(std::uint64_t steps) {
  proto::Footer footer;
  footer.set_verdict(proto::COMPLETED);
  footer.set_steps(steps);
  return footer;
}

inline std::vector<std::uint32_t> uniform_schedule(std::size_t steps, std::uint32_t workers,
                                                   std::uint64_t seed) {
  std::mt19937_64 bits(seed);
  std::vector<std::uint32_t> schedule(steps);
  for (std::uint32_t& worker : schedule) worker = static_cast<std::uint32_t>(bits() % workers);
  return schedule;
}

}  // namespace hogtie::testing
