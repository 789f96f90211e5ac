#include "core/memory/operation.h"

#include <array>
#include <charconv>

namespace hogtie {
namespace {

std::string print(Word word, bool is_double) {
  std::array<char, 32> text;
  const auto end = is_double ? std::to_chars(text.begin(), text.end(), to_double(word)).ptr
                             : std::to_chars(text.begin(), text.end(), word).ptr;
  return {text.begin(), end};
}

Word sum(Word a, Word b, bool is_double) {
  return is_double ? to_word(to_double(a) + to_double(b)) : a + b;
}

}  // namespace

std::string_view name(OperationKind kind) {
  switch (kind) {
    case OperationKind::kRead:
      return "read";
    case OperationKind::kWrite:
      return "write";
    case OperationKind::kCompareAndSwap:
      return "compare&swap";
    case OperationKind::kFetchAdd:
      return "fetch&add";
    case OperationKind::kGuardedFetchAdd:
      return "guarded fetch&add";
    case OperationKind::kRacyAdd:
      return "racy add";
  }
  return "unknown operation";
}

OperationResult apply(const Operation& operation, const RegisterLayout& layout, double* cells) {
  const bool is_double = layout.is_double(operation.target);
  double& cell = cells[operation.target];
  const Word previous = to_word(cell);
  switch (operation.kind) {
    case OperationKind::kRead:
      return {previous, true};
    case OperationKind::kWrite:
      cell = to_double(operation.operand);
      return {previous, true};
    case OperationKind::kCompareAndSwap: {
      const bool equal = previous == operation.expected;
      if (equal) cell = to_double(operation.operand);
      return {previous, equal};
    }
    case OperationKind::kFetchAdd:
      cell = to_double(sum(previous, operation.operand, is_double));
      return {previous, true};
    case OperationKind::kGuardedFetchAdd: {
      const bool open = to_word(cells[operation.guard]) == operation.expected;
      if (open) cell = to_double(sum(previous, operation.operand, is_double));
      return {previous, open};
    }
    case OperationKind::kRacyAdd:
      break;
  }
  return {previous, false};
}

std::string describe(const Operation& operation, const RegisterLayout& layout) {
  const bool is_double = layout.is_double(operation.target);
  std::string text{name(operation.kind)};
  text += ' ';
  text += layout.name(operation.target);
  switch (operation.kind) {
    case OperationKind::kRead:
    case OperationKind::kRacyAdd:
      break;
    case OperationKind::kWrite:
    case OperationKind::kFetchAdd:
      text += ' ' + print(operation.operand, is_double);
      break;
    case OperationKind::kCompareAndSwap:
      text +=
          ' ' + print(operation.expected, is_double) + " -> " + print(operation.operand, is_double);
      break;
    case OperationKind::kGuardedFetchAdd:
      text += ' ' + print(operation.operand, is_double) + " if " + layout.name(operation.guard) +
              " = " + print(operation.expected, false);
      break;
  }
  return text;
}

}  // namespace hogtie
