#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <sstream>
#include <stdexcept>
#include <string>

#include "core/error.h"
#include "tools/hogtie/output/format.h"
#include "tools/hogtie/output/table.h"
#include "tools/hogtie/output/write_table.h"

namespace hogtie {
namespace {

std::string written(const Table& table, Format format) {
  std::ostringstream out;
  write_table(table, format, out);
  return out.str();
}

Table results() {
  Table table({{"name", ""}, {"steps", "steps"}, {"change", ""}, {"loss", "J"}});
  table.add_row({"plain", std::uint64_t{18446744073709551615U}, std::int64_t{-3}, 1.0 / 3.0});
  table.add_row({"a,\"b\"\n\xc3\xa9", std::monostate(), std::int64_t{12}, 1e300});
  table.add_row({"", std::uint64_t{7}, std::monostate(), -std::numeric_limits<double>::infinity()});
  table.add_row({std::monostate(), std::uint64_t{0}, std::int64_t{0},
                 std::numeric_limits<double>::quiet_NaN()});
  return table;
}

TEST(WriteTable, Text) {
  EXPECT_EQ(written(results(), Format::kText),
            "name               steps [steps]  change  loss [J]\n"
            "plain       18446744073709551615      -3  0.333333\n"
            "a,\"b\"\\x0a\xc3\xa9                     -      12    1e+300\n"
            "                               7       -      -inf\n"
            "-                              0       0       nan\n");
}

TEST(WriteTable, Json) {
  EXPECT_EQ(written(results(), Format::kJson),
            "[\n"
            "{\"name\":\"plain\",\"steps\":18446744073709551615,\"change\":-3,"
            "\"loss\":0.3333333333333333},\n"
            "{\"name\":\"a,\\\"b\\\"\\n\\u00e9\",\"change\":12,\"loss\":1e+300},\n"
            "{\"name\":\"\",\"steps\":7,\"loss\":\"-inf\"},\n"
            "{\"steps\":0,\"change\":0,\"loss\":\"nan\"}\n"
            "]\n");
}

TEST(WriteTable, Csv) {
  EXPECT_EQ(written(results(), Format::kCsv),
            "name,steps,change,loss\n"
            "plain,18446744073709551615,-3,0.3333333333333333\n"
            "\"a,\"\"b\"\"\n\xc3\xa9\",,12,1e+300\n"
            "\"\",7,,-inf\n"
            ",0,0,nan\n");
}

TEST(WriteTable, NoRows) {
  const Table table({{"a", ""}, {"b", "s"}});
  EXPECT_EQ(written(table, Format::kText), "a  b [s]\n");
  EXPECT_EQ(written(table, Format::kJson), "[]\n");
  EXPECT_EQ(written(table, Format::kCsv), "a,b\n");
}

TEST(WriteTable, TextEndsNoLineWithSpaces) {
  Table table({Column{"a", ""}});
  table.add_row({"long text"});
  table.add_row({"x"});
  EXPECT_EQ(written(table, Format::kText), "a\nlong text\nx\n");
}

TEST(WriteTable, JsonOfWhatIsNoUtf8) {
  Table table({Column{"path", ""}});
  table.add_row({"a\xff"});
  EXPECT_EQ(written(table, Format::kJson), "[\n{\"path\":\"a\\ufffd\"}\n]\n");
}

TEST(Table, RefusesWhatDoesNotFit) {
  EXPECT_THROW(Table({{"a", ""}, {"a", "s"}}), std::logic_error);
  Table table({Column{"a", ""}});
  EXPECT_THROW(table.add_row({"x", "y"}), std::logic_error);
  EXPECT_THROW(table.add_row({}), std::logic_error);
}

TEST(ParseFormat, Names) {
  EXPECT_EQ(parse_format("text"), Format::kText);
  EXPECT_EQ(parse_format("json"), Format::kJson);
  EXPECT_EQ(parse_format("csv"), Format::kCsv);
  EXPECT_THROW(parse_format("JSON"), InputError);
  EXPECT_THROW(parse_format(""), InputError);
}

}  // namespace
}  // namespace hogtie
