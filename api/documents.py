"""GraphQL documents: read once, judged once, kept for the next who sends the same text.

A shop sends the same few dozen texts for ever, so parsing and validation (milliseconds) are paid
for once a process. What a document may ask for is limited by its depth and by its cost: one for
each field, times the page size of every connection around it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    VariableNode,
    parse,
    validate,
)
from graphql.execution.values import get_variable_values

from api.execution import Plan, directive_variables
from api.refusals import refuse

LONGEST_TEXT = 64 * 1024
MOST_TOKENS = 8_000
MOST_FRAGMENTS = 100
#: The same field again and again in one selection makes validation slow, by the square.
MOST_REPEATS = 50
DEEPEST = 20
#: Fields as written, fragments expanded.
MOST_FIELDS = 5_000
#: A list of 100 products with everything a shop shows costs about 10,000.
DEAREST = 50_000
#: Each write is a transaction of its own; a client that wants more sends more requests.
MOST_WRITES = 10
KEPT_DOCUMENTS = 512
KEPT_PLANS = 8
#: What a connection costs that names its page size by a variable we can't read (never more).
LARGEST_PAGE = 100


@dataclass(slots=True)
class Cost:
    """Fields of a selection, and the connections in it with the size they ask for."""

    fields: int = 0
    pages: list[tuple[int | str, Cost]] = field(default_factory=list)
    depth: int = 0

    def total(self, variables: Mapping[str, Any]) -> int:
        whole = self.fields
        for size, inner in self.pages:
            if isinstance(size, str):
                asked = variables.get(size)
                size = asked if isinstance(asked, int) else LARGEST_PAGE
            whole += max(1, min(size, LARGEST_PAGE)) * inner.total(variables)
            if whole > DEAREST:
                break
        return whole


@dataclass(slots=True)
class Operation:
    """One operation of a document, with the plans made for it."""

    node: OperationDefinitionNode
    fragments: dict[str, FragmentDefinitionNode]
    cost: Cost
    chooses: tuple[str, ...]
    #: Asks about the schema itself, which graphql-core answers.
    is_introspection: bool
    plans: dict[tuple[Any, ...], Plan] = field(default_factory=dict)

    @property
    def is_mutation(self) -> bool:
        return self.node.operation is OperationType.MUTATION

    def variables(self, schema: GraphQLSchema, given: Mapping[str, Any]) -> dict[str, Any]:
        """The variables' values, coerced. Raises GraphQLError."""
        definitions = self.node.variable_definitions
        if not definitions:
            return {}
        answer = get_variable_values(schema, definitions, dict(given), max_errors=5)
        if isinstance(answer, list):
            raise answer[0]
        return answer

    def plan(self, schema: GraphQLSchema, variables: dict[str, Any]) -> Plan:
        choice = {name: variables[name] for name in self.chooses if name in variables}
        key = tuple(choice.items())
        plan = self.plans.get(key)
        if plan is None:
            plan = Plan(schema, self.node, self.fragments, choice)
            if len(self.plans) < KEPT_PLANS:
                self.plans[key] = plan
        return plan


class Document:
    """A valid document's operations by name. Raises GraphQLError for what can't be run."""

    def __init__(self, schema: GraphQLSchema, text: str) -> None:
        if len(text) > LONGEST_TEXT:
            raise refuse("QUERY_TOO_LONG", f"A query may have {LONGEST_TEXT} characters.")
        node = parse(text, no_location=False, max_tokens=MOST_TOKENS)
        fragments = {
            each.name.value: each
            for each in node.definitions
            if isinstance(each, FragmentDefinitionNode)
        }
        if len(fragments) > MOST_FRAGMENTS:
            raise too_dear()
        costs = _Costs(fragments)
        found = [each for each in node.definitions if isinstance(each, OperationDefinitionNode)]
        # Costs come first: judging whether fields merge is the expensive part of validation.
        measured = [(each, costs.of(each.selection_set)) for each in found]
        self._validate(schema, node)
        self.operations = {
            each.name.value if each.name else None: Operation(
                node=each,
                fragments=fragments,
                cost=cost,
                chooses=directive_variables(each, fragments.values()),
                is_introspection=_asks_schema(each.selection_set, fragments),
            )
            for each, cost in measured
        }

    @staticmethod
    def _validate(schema: GraphQLSchema, node: DocumentNode) -> None:
        errors = validate(schema, node, max_errors=5)
        if errors:
            raise Invalid(errors)

    def operation(self, name: str | None) -> Operation:
        """The operation called ``name``, or the only one."""
        if name is None and len(self.operations) == 1:
            return next(iter(self.operations.values()))
        found = self.operations.get(name)
        if found is None:
            raise refuse("GRAPHQL_VALIDATION_FAILED", "Name one operation of the document.")
        return found


class Invalid(Exception):
    """What validation found wrong, all of it."""

    def __init__(self, errors: list[GraphQLError]) -> None:
        self.errors = errors
        super().__init__(errors[0].message)


class _Costs:
    """Costs of selections; a fragment is measured once, however often it is spread."""

    def __init__(self, fragments: dict[str, FragmentDefinitionNode]) -> None:
        self._fragments = fragments
        self._known: dict[str, Cost] = {}
        self._open: set[str] = set()

    def of(self, selection: SelectionSetNode) -> Cost:
        cost = Cost()
        self._collect(cost, selection, {})
        if cost.fields + len(cost.pages) > MOST_FIELDS:
            raise too_dear()
        return cost

    def _collect(self, cost: Cost, selection: SelectionSetNode, seen: dict[str, int]) -> None:
        for node in selection.selections:
            if isinstance(node, FieldNode):
                key = (node.alias or node.name).value
                seen[key] = seen.get(key, 0) + 1
                if seen[key] > MOST_REPEATS:
                    raise too_dear()
                self._add_field(cost, node)
            elif isinstance(node, FragmentSpreadNode):
                _add(cost, self._fragment(node.name.value))
            elif isinstance(node, InlineFragmentNode):
                self._collect(cost, node.selection_set, seen)

    def _add_field(self, cost: Cost, node: FieldNode) -> None:
        cost.fields += 1
        if node.selection_set is None:
            cost.depth = max(cost.depth, 1)
            return
        inner = self.of(node.selection_set)
        depth = inner.depth + 1
        if depth > DEEPEST:
            raise refuse("QUERY_TOO_DEEP", f"A query may be {DEEPEST} levels deep.")
        cost.depth = max(cost.depth, depth)
        size = _page_size(node)
        if size is None:
            _add(cost, inner)
        else:
            cost.pages.append((size, inner))

    def _fragment(self, name: str) -> Cost:
        if name in self._open or name not in self._fragments:
            return Cost()  # a circle or a typing mistake: validation says so in better words
        if name not in self._known:
            self._open.add(name)
            self._known[name] = self.of(self._fragments[name].selection_set)
            self._open.discard(name)
        return self._known[name]


def _add(cost: Cost, other: Cost) -> None:
    cost.fields += other.fields
    cost.pages += other.pages
    cost.depth = max(cost.depth, other.depth)
    if len(cost.pages) > MOST_FIELDS:
        raise too_dear()


def too_dear() -> GraphQLError:
    return refuse("QUERY_TOO_COMPLEX", f"A query may cost {DEAREST} fields; ask for less at once.")


def _page_size(node: FieldNode) -> int | str | None:
    for argument in node.arguments:
        if argument.name.value in ("first", "last"):
            if isinstance(argument.value, IntValueNode):
                return min(int(argument.value.value), LARGEST_PAGE)
            if isinstance(argument.value, VariableNode):
                return argument.value.name.value
    return None


def _asks_schema(selection: SelectionSetNode, fragments: dict[str, FragmentDefinitionNode]) -> bool:
    for node in selection.selections:
        if isinstance(node, FieldNode):
            if node.name.value in ("__schema", "__type"):
                return True
        elif isinstance(node, FragmentSpreadNode):
            if _asks_schema(fragments[node.name.value].selection_set, fragments):
                return True
        elif _asks_schema(node.selection_set, fragments):  # type: ignore[attr-defined]
            return True
    return False


class Library:
    """The documents of one schema that were asked for lately."""

    def __init__(self, schema: GraphQLSchema, *, size: int = KEPT_DOCUMENTS) -> None:
        self._schema = schema
        self._size = size
        self._known: OrderedDict[str, Document] = OrderedDict()
        self._lock = threading.Lock()

    def document(self, text: str) -> Document:
        """Raises GraphQLError, or Invalid with all that validation found."""
        with self._lock:
            known = self._known.get(text)
            if known is not None:
                self._known.move_to_end(text)
                return known
        known = Document(self._schema, text)
        with self._lock:
            self._known[text] = known
            while len(self._known) > self._size:
                self._known.popitem(last=False)
        return known
