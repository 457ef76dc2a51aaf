// Imported first by what `npm start` and `npm run service` run: from then on nothing can write into what all objects
// share. No name that comes from outside is to reach there (gateway/graph/refused-names.ts); this is the second wall, for the
// way that was not thought of: a planted name would change how every later request is read.
//
// What a value made of JSON inherits from is frozen, and so are its functions. A property that cannot be written cannot be
// shadowed by assignment either ("override mistake"): `error.name = …` would throw. Those that libraries do assign on
// objects of their own become accessors that define them there, as in SES
// (https://github.com/endojs/endo/blob/master/packages/ses/src/enablements.js). Node's own --frozen-intrinsics does not do
// that, and is no help to what is started without the flag.
//
// The other prototypes take no new names; what they have may be shadowed, as graphql-ws does with `throw` of a generator.
// RegExp.prototype is left as it is: V8 takes its quick way only while that is untouched, and is 7 times as slow else.

type Name = string | symbol

const { defineProperty, freeze, getOwnPropertyDescriptor, getPrototypeOf, preventExtensions } = Object

const errors = [Error, AggregateError, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError]
const generator = getPrototypeOf(getPrototypeOf((function* () {})()))
const asyncGenerator = getPrototypeOf(getPrototypeOf((async function* () {})()))

/** What is frozen, and what of it others assign on objects of their own. */
const frozen: [object, readonly Name[]][] = [
  [Object.prototype, Reflect.ownKeys(Object.prototype)],
  [Function.prototype, ['constructor', 'apply', 'bind', 'call', 'toString']],
  [Array.prototype, ['concat', 'push', 'toString']],
  ...errors.map(({ prototype }): [object, Name[]] => [prototype, ['constructor', 'message', 'name', 'toString']]),
]

const closed: object[] = [
  ...[String, Number, Boolean, Symbol, BigInt, Date, Promise, Map, Set, WeakMap, WeakSet, WeakRef].map(
    ({ prototype }) => prototype,
  ),
  ...[generator, asyncGenerator].flatMap((each) => [each, getPrototypeOf(each)]),
]

for (const [prototype, assigned] of frozen) {
  for (const name of Reflect.ownKeys(prototype)) {
    const value = getOwnPropertyDescriptor(prototype, name)?.value
    if (typeof value === 'function' && name !== 'constructor') freeze(value) // Error itself has switches that are set
  }
  for (const name of assigned) letBeAssigned(prototype, name)
  freeze(prototype)
}
freeze(Object)
for (const prototype of closed) preventExtensions(prototype)

/** The property stays what it is here, and can be assigned on whatever inherits it. */
function letBeAssigned(prototype: object, name: Name): void {
  const before = getOwnPropertyDescriptor(prototype, name)
  if (!before || !('value' in before) || !before.configurable) return
  const { value, enumerable = false } = before
  defineProperty(prototype, name, {
    get: () => value,
    set(this: object, given: unknown) {
      if (this === prototype) throw new TypeError(`Cannot assign to "${String(name)}" of what all objects share.`)
      defineProperty(this, name, { value: given, writable: true, enumerable: true, configurable: true })
    },
    enumerable,
    configurable: false,
  })
}
