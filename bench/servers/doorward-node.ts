import { createServer } from 'node:http';
import { guarded } from 'doorward/node';
import { freeHashes, openDoors } from './doors.ts';
import { answerWith, serve } from './serving.ts';

const { members, close } = await openDoors(process.argv[2] ?? '', freeHashes());

await serve(createServer(guarded(members, (_req, res, { user }) => answerWith(res, user))), close);
