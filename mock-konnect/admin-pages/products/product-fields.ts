import type { Option } from '../../../kit/pages/form.ts'
import type { ApiField } from '../api-form.ts'

export const productFields: readonly ApiField[] = [
  { name: 'name', label: 'Product Name', required: true },
  { name: 'description', label: 'Description', kind: 'area', cleared: null },
  { name: 'labels', label: 'Labels', as: 'labels', hint: 'key=value, parted by commas' },
]

/** A version has a name, and a service of the gateway behind it. */
export const versionFields = (services: readonly Option[]): ApiField[] => [
  { name: 'name', label: 'Version Name', required: true },
  {
    ...{ name: 'gateway_service', label: 'Gateway Service', kind: 'select' },
    options: [{ value: '', label: 'None' }, ...services],
    hint: 'What applications call; services are made in Gateway Manager.',
  },
]
