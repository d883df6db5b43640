import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';
import { TikTok } from '../../../../nodes/TikTok/TikTok.node';

export const { description } = new TikTok();
export const { properties } = description;

/** The table of the product's operations: values never change once released. */
export const promised: Record<string, string[]> = {
	adAccount: ['getActionCategories', 'getOccupiedShopAds', 'getTerms'],
	creator: ['getPostingOptions', 'getStats'],
	photo: ['post'],
	post: ['cancel', 'getStatus'],
	video: ['get', 'getAll', 'publish', 'upload', 'uploadMany'],
};

/** The values of another field with which a field is shown. */
export function shownFor(property: INodeProperties, key: string): unknown[] {
	return (property.displayOptions?.show?.[key] ?? []) as unknown[];
}

export function optionsOf(property: INodeProperties | undefined): INodePropertyOptions[] {
	return (property?.options ?? []) as INodePropertyOptions[];
}

export const resourceList = properties.find(({ name }) => name === 'resource');
export const operationLists = properties.filter(({ name }) => name === 'operation');
/** What is filled in for an operation; neither the choice of it nor of the credential. */
export const fields = properties
	.filter(({ name }) => !['resource', 'operation', 'authentication'].includes(name))
	.filter(({ isNodeSetting }) => !isNodeSetting);

/** An operation as the editor lists it, with the fields that it shows. */
export interface Listed {
	resource: string;
	operation: INodePropertyOptions;
	fields: INodeProperties[];
}

export const operations: Listed[] = operationLists.flatMap((list) => {
	const [resource] = shownFor(list, 'resource') as string[];
	return optionsOf(list).map((operation) => ({
		resource,
		operation,
		fields: fields.filter(
			(field) =>
				shownFor(field, 'resource').includes(resource) &&
				shownFor(field, 'operation').includes(operation.value),
		),
	}));
});

/** For `it.each`: `video → upload` and what is listed for it. */
export const cases = operations.map((listed): [string, Listed] => [
	`${listed.resource} → ${String(listed.operation.value)}`,
	listed,
]);

/** A field and everything inside it. */
export function withInner(property: INodeProperties): INodeProperties[] {
	const inner = (property.options ?? []).flatMap((option) => {
		if ('displayName' in option && 'type' in option) return withInner(option);
		const { values } = option as INodePropertyCollection;
		return (values ?? []).flatMap(withInner);
	});
	return [property, ...inner];
}
