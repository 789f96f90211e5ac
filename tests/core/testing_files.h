#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <string_view>

namespace hogtie {

/// Writes a file of the running test's own and returns its path.
inline std::string write_file(std::string_view content, const std::string& name = "data.svm") {
  const auto* const test = ::testing::UnitTest::GetInstance()->current_test_info();
  std::string file_name = std::string(test->test_suite_name()) + "." + test->name() + "." + name;
  std::replace(file_name.begin(), file_name.end(), '/', '.');  // of parametrised tests
  const std::string path = ::testing::TempDir() + file_name;
  std::ofstream file(path, std::ios::binary);
  file << content;
  file.close();
  EXPECT_TRUE(file) << path;
  return path;
}

/// The message of the exception of type Error that `act` throws, or "no error".
template <class Error, class Act>
std::string message_of(Act&& act) {
  try {
    act();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace hogtie
