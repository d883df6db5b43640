import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { PostMode } from '../../api/inits';
import { photoPulls } from '../../api/inits';
import { MAX_PHOTOS } from '../../limits';
import type { PostBody } from '../../posting/checkPost';
import {
	checkPhotoCount,
	checkPhotoPost,
	ofDirectPost,
	publicAddress,
} from '../../posting/checkPost';
import { finishPost } from '../../posting/finishPost';
import { warnOfGluedTag } from '../../posting/gluedTag';
import { signedPhotoUrls } from '../../posting/signedPhotoUrls';
import { checkPull, startPull } from '../../posting/startPull';
import { requestTo } from '../../request/endpoint';
import type { Task } from '../../run/perItem';
import { lookAtPhoto } from '../../upload/pulledAddress';
import { photoPostMode, privacyLevel, sendText } from '../postFields';
import {
	aiGeneratedPhotos,
	autoAddMusic,
	brandContent,
	brandOrganic,
	disableComment,
	onceKey,
	photoPreflight,
	postOptions,
} from '../postOptions';
import type { Operation } from '../resource';

const media: INodeProperties[] = [
	{
		displayName: 'Photos From',
		name: 'photoSource',
		type: 'options',
		noDataExpression: true,
		default: 'url',
		description: 'Where TikTok downloads the photos',
		hint: 'TikTok downloads them: the domain must be verified under URL properties of your app.',
		options: [
			{ name: 'Public URLs', value: 'url', description: 'Addresses on your verified domain' },
			{
				name: 'Files of the Input Item',
				value: 'binary',
				description: 'Served by this n8n over signed, expiring links',
			},
		],
	},
	{
		displayName: 'Photo URLs',
		name: 'photoUrls',
		type: 'string',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Photo URL' },
		default: [''],
		required: true,
		placeholder: 'e.g. https://media.example.com/photos/1.jpg',
		description:
			'Addresses of 1 to 35 photos, JPEG or WebP, up to 20 MB each, in the order of the post',
		displayOptions: { show: { photoSource: ['url'] } },
	},
	{
		displayName: 'Input Binary Fields',
		name: 'binaryPropertyNames',
		type: 'string',
		default: '',
		placeholder: 'e.g. data, data_1',
		description:
			'Names of the fields of the input item that hold the photos, separated by commas, in the order of the post. JPEG or WebP, up to 20 MB each.',
		hint: 'Leave empty to post all files of the item. They come from this n8n: it needs a public https address and must keep executions for an hour.',
		displayOptions: { show: { photoSource: ['binary'] } },
	},
	{
		displayName: 'Cover Photo',
		name: 'coverPhoto',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: MAX_PHOTOS, numberPrecision: 0 },
		default: 1,
		description: 'Which of the photos is the cover',
		hint: 'The first photo is 1.',
	},
];

const texts: INodeProperties[] = [
	{
		displayName: 'Title',
		name: 'title',
		type: 'string',
		default: '',
		placeholder: 'e.g. New in the studio',
		description: 'Headline of the post',
		hint: 'Up to 90 characters; most emoji count as two.',
		routing: sendText('post_info.title'),
	},
	{
		displayName: 'Description',
		name: 'description',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		placeholder: 'e.g. Five looks for autumn #studio',
		description: 'Text of the post; hashtags and mentions need a space before them',
		hint: 'Up to 4000 characters; most emoji count as two.',
		routing: sendText('post_info.description'),
	},
];

/** photos → check → preflight → init → wait */
async function postPhotos(task: Task): Promise<IDataObject[]> {
	const mode = task.parameters.text('postMode') as PostMode;
	const declared = task.request.options.body as IDataObject & PostBody;
	const fromFiles = task.parameters.text('photoSource') === 'binary';
	const photos: { urls: string[]; files?: IDataObject[] } = fromFiles
		? await signedPhotoUrls(task)
		: { urls: photoUrlsOf(task) };
	const source_info = {
		...declared.source_info,
		photo_images: photos.urls,
		// TikTok counts from 0.
		photo_cover_index: task.parameters.number('coverPhoto') - 1,
	};
	const body = { ...declared, post_info: infoOf(declared, mode), source_info };
	checkPhotoPost(body, mode === 'DIRECT_POST', task.problems);
	warnOfGluedTag(task, body);
	if (task.checksOnly) {
		const look = async () =>
			photos.files ? { files: photos.files } : { addresses: await lookAtPhotos(task, photos.urls) };
		return [await checkPull(task, photoPulls, mode, body, look)];
	}
	const started = await startPull(task, photoPulls, mode, body);
	return [await finishPost(task, task.session, started)];
}

/** A draft takes the texts, and TikTok drops all else. */
function infoOf({ post_info = {} }: PostBody, mode: PostMode): PostBody['post_info'] {
	const { title, description } = post_info;
	return mode === 'DIRECT_POST'
		? ofDirectPost(post_info)
		: { ...(title && { title }), ...(description && { description }) };
}

function photoUrlsOf({ parameters, problems }: Task): string[] {
	const urls = parameters.list('photoUrls');
	checkPhotoCount(urls.length, problems);
	return urls.map((url, index) => publicAddress(photoUrlName(index), url, problems));
}

/** What could not be asked for has no entry. */
async function lookAtPhotos(task: Task, urls: string[]): Promise<IDataObject[]> {
	const looks = urls.map(async (url, index) => await lookAtPhoto(task, photoUrlName(index), url));
	return (await Promise.all(looks)).filter((seen) => seen !== undefined);
}

const photoUrlName = (index: number) => `Photo URL ${index + 1}`;

export const post: Operation = {
	name: 'Post',
	value: 'post',
	action: 'Post photos',
	description: 'Post 1 to 35 photos from public addresses or from files (changes the account)',
	routing: {
		request: {
			...requestTo(photoPulls.DIRECT_POST),
			body: { media_type: 'PHOTO', post_info: {}, source_info: { source: 'PULL_FROM_URL' } },
		},
	},
	execute: postPhotos,
	fields: [
		...media,
		photoPostMode,
		...texts,
		privacyLevel,
		...postOptions([
			aiGeneratedPhotos,
			autoAddMusic,
			brandContent,
			brandOrganic,
			disableComment,
			onceKey,
			photoPreflight,
		]),
	],
};
