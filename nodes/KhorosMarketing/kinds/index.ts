export { caseKind } from './case';
export { customerKind } from './customer';
export type { CrmKind } from './kind';
