"""Runs GraphQL operations: each is compiled once into a tree of closures, and then only called.

The rules are those of the specification's chapter 6, and graphql-core (which parses, validates,
coerces arguments and answers introspection) stays the judge of what is right: the tests run every
operation through both. What is left out is what the market doesn't need and every field would pay
for: awaitables, subscriptions, middleware. A plain field costs one attribute look-up here.

Resolvers get ``info`` as a :class:`Run`, of which they read ``context``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from operator import attrgetter
from typing import Any

from graphql import (
    FieldNode,
    GraphQLAbstractType,
    GraphQLBoolean,
    GraphQLError,
    GraphQLField,
    GraphQLFloat,
    GraphQLID,
    GraphQLInt,
    GraphQLLeafType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    GraphQLString,
    OperationDefinitionNode,
    VariableNode,
    Visitor,
    is_abstract_type,
    is_leaf_type,
    visit,
)
from graphql.execution.collect_fields import collect_fields, collect_sub_fields
from graphql.execution.values import get_argument_values

#: Where a value stands in the answer: (place of its parent, key or index); None at the top.
Place = Any
Complete = Callable[[Any, Place, "Run"], Any]

#: Python values that are a scalar's answer as they are. Int is checked for its 32 bits.
_AS_IT_IS: dict[Any, type] = {
    GraphQLString: str,
    GraphQLID: str,
    GraphQLBoolean: bool,
    GraphQLFloat: float,
}


class Nulled(Exception):
    """A value that may not be null has none; the nearest parent that may be, becomes null."""


class Run:
    """One execution: what resolvers may ask for, and the errors met so far."""

    __slots__ = ("arguments", "context", "errors", "variables")

    def __init__(self, context: Any, variables: dict[str, Any], slots: int) -> None:
        self.context = context
        self.variables = variables
        self.errors: list[GraphQLError] = []
        #: Arguments by call site, coerced when first needed: once however many rows there are.
        self.arguments: list[dict[str, Any] | None] = [None] * slots

    def note(self, error: Exception, nodes: list[FieldNode], place: Place) -> None:
        path: list[str | int] = []
        while place is not None:
            place, key = place
            path.append(key)
        path.reverse()
        located = GraphQLError(str(error), nodes, path=path, original_error=error)
        if isinstance(error, GraphQLError):
            located.extensions = error.extensions
            located.original_error = error.original_error
        self.errors.append(located)


class Plan:
    """An operation, compiled for one schema and one choice of its directives' variables."""

    def __init__(
        self,
        schema: GraphQLSchema,
        operation: OperationDefinitionNode,
        fragments: Mapping[str, Any],
        choice: dict[str, Any],
    ) -> None:
        self._schema = schema
        self._fragments = dict(fragments)
        self._choice = choice
        self._slots = 0
        root = schema.get_root_type(operation.operation)
        if root is None:
            raise GraphQLError(f"This schema has no {operation.operation.value}.", operation)
        fields = collect_fields(schema, self._fragments, choice, root, operation.selection_set)
        self._complete = self._object(root, fields)

    def run(
        self, context: Any, variables: dict[str, Any], *, root: Any = None
    ) -> tuple[dict[str, Any] | None, list[GraphQLError]]:
        """The operation's data and errors. Never raises for what a resolver does."""
        run = Run(context, variables, self._slots)
        try:
            return self._complete(root, None, run), run.errors
        except Nulled:
            return None, run.errors

    def _object(self, kind: GraphQLObjectType, fields: dict[str, list[FieldNode]]) -> Complete:
        steps = [
            step
            for key, nodes in fields.items()
            if (step := self._step(kind, key, nodes)) is not None
        ]

        def complete(source: Any, place: Place, run: Run) -> dict[str, Any]:
            data: dict[str, Any] = {}
            for key, attribute, resolve, plain, finish, required, nodes in steps:
                try:
                    value = attribute(source) if attribute else resolve(source, run)
                    if value is None:
                        if required:
                            raise TypeError(f"Cannot return null for non-nullable field {required}")
                    elif type(value) is not plain:
                        value = finish(value, (place, key), run)
                except Nulled:
                    if required:
                        raise
                    value = None
                except Exception as error:  # noqa: BLE001 - becomes an error of the answer
                    run.note(error, nodes, (place, key))
                    if required:
                        raise Nulled from None
                    value = None
                data[key] = value
            return data

        return complete

    def _step(self, kind: GraphQLObjectType, key: str, nodes: list[FieldNode]) -> Any:
        name = nodes[0].name.value
        if name == "__typename":
            own_name = kind.name
            return key, lambda source: own_name, None, str, None, "", nodes
        field = kind.fields.get(name)
        if field is None:
            return None
        type_, required = field.type, ""
        if isinstance(type_, GraphQLNonNull):
            type_, required = type_.of_type, f"{kind.name}.{name}."
        attribute = _attribute(field, name)
        resolve = None if attribute else self._resolver(field, nodes[0])
        finish = self._completer(type_, nodes)
        return key, attribute, resolve, _AS_IT_IS.get(type_), finish, required, nodes

    def _resolver(self, field: GraphQLField, node: FieldNode) -> Callable[[Any, Run], Any]:
        resolve: Any = field.resolve
        if not field.args:
            return resolve  # type: ignore[no-any-return]
        if not _uses_variables(node):
            fixed = get_argument_values(field, node)
            return lambda source, run: resolve(source, run, **fixed)
        slot = self._slots
        self._slots += 1

        def with_arguments(source: Any, run: Run) -> Any:
            arguments = run.arguments[slot]
            if arguments is None:
                arguments = get_argument_values(field, node, run.variables)
                run.arguments[slot] = arguments
            return resolve(source, run, **arguments)

        return with_arguments

    def _completer(self, type_: GraphQLOutputType, nodes: list[FieldNode]) -> Complete:
        """How a value of ``type_`` (null is dealt with before) becomes its part of the answer."""
        if isinstance(type_, GraphQLList):
            return self._list(type_, nodes)
        if is_leaf_type(type_):
            return _leaf(type_)  # type: ignore[arg-type]
        if is_abstract_type(type_):
            return self._abstract(type_, nodes)  # type: ignore[arg-type]
        assert isinstance(type_, GraphQLObjectType)
        sub_fields = collect_sub_fields(self._schema, self._fragments, self._choice, type_, nodes)
        return self._object(type_, sub_fields)

    def _list(self, type_: GraphQLList[Any], nodes: list[FieldNode]) -> Complete:
        item_type, required = type_.of_type, False
        if isinstance(item_type, GraphQLNonNull):
            item_type, required = item_type.of_type, True
        finish = self._completer(item_type, nodes)

        def complete(value: Any, place: Place, run: Run) -> list[Any]:
            if not isinstance(value, Iterable) or isinstance(value, (str, bytes)):
                raise TypeError("Expected Iterable")
            answer: list[Any] = []
            for index, item in enumerate(value):
                here = (place, index)
                try:
                    if item is None:
                        if required:
                            raise TypeError("Cannot return null in a list of non-nullable items.")
                        answer.append(None)
                    else:
                        answer.append(finish(item, here, run))
                except Nulled:
                    if required:
                        raise
                    answer.append(None)
                except Exception as error:  # noqa: BLE001 - becomes an error of the answer
                    run.note(error, nodes, here)
                    if required:
                        raise Nulled from None
                    answer.append(None)
            return answer

        return complete

    def _abstract(self, type_: GraphQLAbstractType, nodes: list[FieldNode]) -> Complete:
        """Objects of an interface or union say their type's name in ``typename``."""
        known = {
            possible.name: self._completer(possible, nodes)
            for possible in self._schema.get_possible_types(type_)
        }

        def complete(value: Any, place: Place, run: Run) -> Any:
            return known[value.typename](value, place, run)

        return complete


def _attribute(field: GraphQLField, name: str) -> Callable[[Any], Any] | None:
    """The look-up of a field that has no resolver of its own."""
    resolve = field.resolve
    if resolve is None:
        return attrgetter(name)
    if isinstance(resolve, partial) and resolve.func.__module__ == "graphene.types.resolver":
        return attrgetter(resolve.args[0])
    return None


def _leaf(type_: GraphQLLeafType) -> Complete:
    plain, serialize = _AS_IT_IS.get(type_), type_.serialize
    if type_ is GraphQLInt:
        plain = None

    def complete(value: Any, place: Place, run: Run) -> Any:
        if type(value) is plain:
            return value
        answer = serialize(value)
        if answer is None:
            raise TypeError(f"{type_.name} can't represent {value!r}")
        return answer

    return complete


def _uses_variables(node: FieldNode) -> bool:
    found = False

    class Look(Visitor):
        def enter_variable(self, *_: Any) -> None:
            nonlocal found
            found = True

    for argument in node.arguments:
        visit(argument, Look())
    return found


def directive_variables(
    operation: OperationDefinitionNode, fragments: Iterable[Any]
) -> tuple[str, ...]:
    """Names of the variables that @skip and @include hang on: they choose the plan."""
    names: set[str] = set()

    class Look(Visitor):
        def enter_directive(self, node: Any, *_: Any) -> None:
            for argument in node.arguments:
                if isinstance(argument.value, VariableNode):
                    names.add(argument.value.name.value)

    for definition in (operation, *fragments):
        visit(definition, Look())
    return tuple(sorted(names))
