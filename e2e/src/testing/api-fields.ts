import { DriverIntegrationPlugin } from '@driver-dispatch/driver-integration-plugin';
import { SellerStoreInfoPlugin } from '@driver-dispatch/seller-store-info-plugin';
import { getPluginAPIExtensions } from '@vendure/core';

interface TypeNode {
  kind: string;
  name?: { value: string };
  type?: TypeNode;
}

interface FieldNode {
  name: { value: string };
  type: TypeNode;
  arguments?: { name: { value: string }; type: TypeNode }[];
}

export interface ApiField {
  /** Name of the type without list and non-null. */
  type: string;
  /** Types of the arguments by name, for example `ID!`. */
  argumentTypes: Record<string, string>;
}

/** Requested fields of Vendure's own types within the plugins' types. */
const OF_VENDURE: Record<string, string> = { Order: 'id code', Channel: 'code' };

/** The object fields that both plugins add to an API, from their schemas. */
export class ApiFields {
  /** Fields by type name and field name. */
  readonly types = new Map<string, Map<string, ApiField>>();
  private readonly own = new Set<string>();
  private readonly unions = new Map<string, string[]>();

  /** @param omitted fields that are not requested, such as `Driver.delivery` */
  constructor(
    api: 'admin' | 'shop',
    private readonly omitted: readonly string[] = [],
  ) {
    for (const { schema } of getPluginAPIExtensions([DriverIntegrationPlugin, SellerStoreInfoPlugin], api)) {
      const { definitions } = (typeof schema === 'function' ? schema() : schema) as unknown as {
        definitions: { kind: string; name: { value: string }; fields?: FieldNode[]; types?: TypeNode[] }[];
      };
      for (const { kind, name, fields, types } of definitions) {
        if (kind === 'UnionTypeDefinition') {
          this.unions.set(name.value, (types ?? []).map(typeName));
        }
        if (kind === 'ObjectTypeDefinition' || kind === 'ObjectTypeExtension') {
          this.add(name.value, fields ?? []);
          if (kind === 'ObjectTypeDefinition') {
            this.own.add(name.value);
          }
        }
      }
    }
  }

  /** Returns names such as `Query.driverDelivery`. */
  names(): string[] {
    return [...this.types].flatMap(([type, fields]) => [...fields.keys()].map((field) => `${type}.${field}`));
  }

  /** Returns Vendure's types to which the plugins add fields. */
  extendedTypes(): string[] {
    return [...this.types.keys()].filter((type) => !this.own.has(type));
  }

  /** Returns an operation for a root field that requests all fields below it. The arguments are variables of the same names. */
  operation(root: string): string {
    const [kind, name] = root.split('.') as [string, string];
    const { type, argumentTypes } = this.types.get(kind)!.get(name)!;
    const entries = Object.entries(argumentTypes);
    const declared = entries.map(([argument, of]) => `$${argument}: ${of}`).join(', ');
    const passed = entries.map(([argument]) => `${argument}: $${argument}`).join(', ');
    const brackets = (text: string) => (text ? `(${text})` : '');
    return `${kind.toLowerCase()} ${brackets(declared)} { ${name}${brackets(passed)} ${this.selection(type)} }`;
  }

  /** Returns all fields of a type and of nested types, without recursive types. */
  selection(type: string, above: readonly string[] = []): string {
    if (type in OF_VENDURE) {
      return `{ ${OF_VENDURE[type]} }`;
    }
    const members = this.unions.get(type);
    if (members) {
      return `{ ${members.map((member) => `... on ${member} ${this.selection(member, above)}`).join(' ')} }`;
    }
    return this.types.has(type) ? this.fieldsOf(type, above) : '';
  }

  /** Returns the fields that the plugins define for a type, with all fields below them. */
  fieldsOf(type: string, above: readonly string[] = []): string {
    const inside = [...this.types.get(type)!]
      .filter(
        ([name, field]) =>
          !this.omitted.includes(`${type}.${name}`) && ![...above, type].includes(field.type),
      )
      .map(([name, field]) => `${name} ${this.selection(field.type, [...above, type])}`);
    return `{ ${inside.join(' ')} }`;
  }

  private add(type: string, fields: FieldNode[]): void {
    const known = this.types.get(type) ?? new Map<string, ApiField>();
    this.types.set(type, known);
    for (const field of fields) {
      const argumentTypes = (field.arguments ?? []).map((argument) => [
        argument.name.value,
        typeText(argument.type),
      ]);
      known.set(field.name.value, {
        type: typeName(field.type),
        argumentTypes: Object.fromEntries(argumentTypes) as Record<string, string>,
      });
    }
  }
}

function typeName(type: TypeNode): string {
  return type.name?.value ?? typeName(type.type!);
}

function typeText({ kind, name, type }: TypeNode): string {
  switch (kind) {
    case 'NonNullType':
      return `${typeText(type!)}!`;
    case 'ListType':
      return `[${typeText(type!)}]`;
    default:
      return name!.value;
  }
}
