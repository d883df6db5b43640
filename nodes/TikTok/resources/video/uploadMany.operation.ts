import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { TikTokFailure } from '../../errors/failure';
import { videoUploads } from '../../api/inits';
import { asFailure, inputFailure } from '../../errors/ownFailure';
import { readCaptions, withCaption } from '../../posting/captions';
import { checkCaption } from '../../posting/checkPost';
import { finishPost } from '../../posting/finishPost';
import { readVideoPost } from '../../posting/videoPost';
import { chosenFields, fileNameOf } from '../../run/itemFiles';
import { requestTo } from '../../request/endpoint';
import type { Task } from '../../run/perItem';
import { concurrently } from '../../shared/concurrently';
import { checkUpload } from '../../upload/checkUpload';
import type { NamedVideo } from '../../upload/namedVideo';
import { videoAt, videoIn } from '../../upload/namedVideo';
import { uploadFile } from '../../upload/uploadFile';
import { UPLOADS_AT_A_TIME } from '../../upload/uploadSlots';
import { captions, privacyLevel, videoPostMode } from '../postFields';
import { onceKeyOfFiles, postOptions, videoOptions, videoPreflight } from '../postOptions';
import type { Operation } from '../resource';
import { addressHint, addressRules, videoSource } from './videoSourceFields';

const binaryPropertyNames: INodeProperties = {
	displayName: 'Input Binary Fields',
	name: 'binaryPropertyNames',
	type: 'string',
	default: '',
	placeholder: 'e.g. data, data_1',
	description:
		'Names of the fields of the input item that hold the videos, separated by commas. Each MP4, MOV or WebM, up to 4 GB; every file becomes a post and an output item of its own.',
	hint: 'Leave empty to upload all files of the item, each as a post of its own.',
	displayOptions: { show: { videoSource: ['binary'] } },
};

const videoUrls: INodeProperties = {
	displayName: 'Video URLs',
	name: 'videoUrls',
	type: 'string',
	typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Video URL' },
	default: [''],
	required: true,
	placeholder: 'e.g. https://storage.example.com/clips/launch.mp4',
	description: `Addresses of the videos: ${addressRules}, MP4, MOV or WebM up to 4 GB each. Every one becomes a post and an output item of its own.`,
	hint: addressHint,
	displayOptions: { show: { videoSource: ['url'] } },
};

const maxConcurrency: INodeProperties = {
	displayName: 'Uploads at a Time',
	name: 'maxConcurrency',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: UPLOADS_AT_A_TIME, numberPrecision: 0 },
	default: UPLOADS_AT_A_TIME,
	description:
		'How many files of this item travel at once. More than three never do, whatever the number of items.',
};

/** A video of the item, and how its output item calls it. */
interface Chosen {
	file: IDataObject & { field: string };
	video: () => NamedVideo;
}

/** Each file is a post and an output item of its own, and none stops the others. */
async function uploadSeveral(task: Task): Promise<Array<IDataObject | TikTokFailure>> {
	const declared = readVideoPost(task);
	const limit = task.parameters.number('maxConcurrency');
	const videos = chosenVideos(task);
	const captions = readCaptions(task, declared, videos.length);
	if (!task.checksOnly) for (const { label, text } of captions) checkCaption(label, text);
	return await concurrently(videos, limit, async ({ file, video }, index) => {
		const post = withCaption(task, declared, captions[index]);
		if (task.checksOnly) {
			// What is wrong with all files, and what is wrong with this one.
			const own = { ...task, problems: task.problems.separate() };
			const { label, text } = captions[index];
			checkCaption(label, text, own.problems);
			return { ...file, ...(await checkUpload(own, post, video, file.field)) };
		}
		try {
			const session = task.session.separate();
			const accepted = await uploadFile(task, session, post, video(), file.field);
			return { ...file, ...(await finishPost(task, session, accepted)) } as IDataObject;
		} catch (error) {
			return asFailure(error).with(file);
		}
	});
}

function chosenVideos(task: Task): Chosen[] {
	const { context, parameters } = task;
	if (parameters.text('videoSource') === 'url') return videosAt(task, parameters.list('videoUrls'));
	return chosenFields(context, parameters).map((field, index) => ({
		file: { index, field, file_name: fileNameOf(context, field) },
		video: () => videoIn(task, field),
	}));
}

function videosAt(task: Task, addresses: string[]): Chosen[] {
	if (addresses.length === 0) {
		throw inputFailure(
			`${videoUrls.displayName} is empty.`,
			'Enter the address of at least one video.',
		);
	}
	return [...new Set(addresses)].map((address, index) => ({
		file: { index, field: `${videoUrls.name}[${index}]` },
		video: () => videoAt(task, `Video URL ${index + 1}`, `${videoUrls.name}[${index}]`, address),
	}));
}

export const uploadMany: Operation = {
	name: 'Upload Many',
	value: 'uploadMany',
	action: 'Upload many videos',
	description:
		'Upload several video files, or from any addresses, and post each (changes the account)',
	routing: {
		request: {
			...requestTo(videoUploads.DIRECT_POST),
			body: { source_info: { source: 'FILE_UPLOAD' } },
		},
	},
	execute: uploadSeveral,
	fields: [
		...videoSource('the videos', 'Files of the Input Item', 'Addresses'),
		binaryPropertyNames,
		videoUrls,
		videoPostMode,
		captions,
		privacyLevel,
		...postOptions([...videoOptions, videoPreflight, maxConcurrency, onceKeyOfFiles]),
	],
};
