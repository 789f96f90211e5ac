#include "core/settings/read_text.h"

#include <google/protobuf/text_format.h>

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <memory>
#include <string_view>
#include <system_error>

#include "core/error.h"
#include "core/settings/parse_text.h"
#include "core/settings/ranges.h"
#include "core/text/quote.h"

namespace hogtie {
namespace {

using google::protobuf::TextFormat;

constexpr std::size_t kLargest = std::size_t{1} << 20;
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

struct Closer {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

[[noreturn]] void fail_to_read(const std::string& path, const std::string& what, int error) {
  throw InputError("cannot read " + quote(path) + ": " + std::generic_category().message(error) +
                   "; give the path of " + what + " in text format");
}

std::string read_file(const std::string& path, const std::string& what) {
  const std::unique_ptr<std::FILE, Closer> file(std::fopen(path.c_str(), "rbe"));
  if (!file) fail_to_read(path, what, errno);
  std::string text(kLargest + 1, '\0');
  text.resize(std::fread(text.data(), 1, text.size(), file.get()));
  if (std::ferror(file.get())) fail_to_read(path, what, errno);
  if (text.size() > kLargest) {
    throw InputError(quote(path) + " is larger than 1 MiB, the most that " + what + " may have");
  }
  return text;
}

std::string place(const std::string& path, int line, int column) {
  return printable(path) + ":" + std::to_string(line) + ":" + std::to_string(column) + ": ";
}

TextFormat::ParseLocation find_place(const TextFormat::ParseInfoTree& places,
                                     const RangeProblem& problem) {
  const TextFormat::ParseInfoTree* level = &places;
  for (std::size_t i = 0; i + 1 < problem.where.size(); ++i) {
    level = level->GetTreeForNested(problem.where[i].field, problem.where[i].index);
    if (!level) return {};
  }
  const FieldEntry& last = problem.where.back();
  const TextFormat::ParseLocation at = level->GetLocation(last.field, last.index);
  // A list in brackets is known by the place of the whole only.
  return at.line < 0 && last.index > 0 ? level->GetLocation(last.field, 0) : at;
}

}  // namespace

void read_text(const std::string& path, const std::string& what,
               google::protobuf::Message& message) {
  std::string text = read_file(path, what);
  if (text.starts_with(kByteOrderMark)) text.erase(0, kByteOrderMark.size());
  TextFormat::ParseInfoTree places;
  if (const auto problem = parse_text(text, *message.GetDescriptor(), message, &places)) {
    throw InputError(place(path, problem->line, problem->column) + problem->what);
  }
  if (const auto problem = find_out_of_range(message)) {
    const auto at = find_place(places, *problem);
    throw InputError(place(path, at.line + 1, at.column + 1) + problem_text(*problem));
  }
}

}  // namespace hogtie
