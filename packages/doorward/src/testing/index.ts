export { type FakeClock, fakeClock } from './clock.ts';
export { memoryDatabase, type TemporaryDatabase, temporaryDatabase } from './database.ts';
export { type Contender, contend, type ProcessRaceOptions, raceProcesses } from './process-race.ts';
export { race, winners } from './race.ts';
