import { bannedCallsHaveReplacements, exportsAreNamed, transactionsStayInside } from "./banned.ts";
import {
  aliasesBetweenRooms,
  coreIsClosedAndPure,
  databaseIsOpenedInOnePlace,
  domainKnowsNoFramework,
  everyFileHasARoom,
  importsPointOneWay,
} from "./ladder.ts";
import { namesAreKebabCase, namesSaySomething, testsMirrorTheTree, topLevelIsTheMap } from "./names.ts";
import {
  everyNounHasItsPlace,
  inputsAreBrowserSafe,
  nounsAreEnteredByTheirDoor,
  nounsLookUp,
  verbsAreFilesOfTheirName,
} from "./nouns.ts";
import { everyFileIsReached } from "./reach.ts";
import { doorsAreThin, filesAreShort, functionsAreShort } from "./sizes.ts";
import type { Law } from "./source.ts";
import { staffVerbsAskWhoMay } from "./staff-verbs.ts";
import { contractsAreDocumented, noTestIsSwitchedOff, nothingIsLeftForLater, titlesAreSentences } from "./words.ts";

/** The laws of the house, each under the sentence that its test carries. */
export const LAWS = {
  "the top of the repository is the map and nothing else": topLevelIsTheMap,
  "every file stands in a room of the house": everyFileHasARoom,
  "imports point one way along the ladder": importsPointOneWay,
  "one room reaches another by its alias": aliasesBetweenRooms,
  "core is a closed list and imports no package": coreIsClosedAndPure,
  "the domain knows no framework and no driver": domainKnowsNoFramework,
  "only the composition root opens the database": databaseIsOpenedInOnePlace,
  "every noun of the domain has its place in the list": everyNounHasItsPlace,
  "a noun imports only nouns above it": nounsLookUp,
  "a noun is entered through its index or its input": nounsAreEnteredByTheirDoor,
  "an input file is safe for a browser": inputsAreBrowserSafe,
  "a verb is a file of its own name, from the closed list": verbsAreFilesOfTheirName,
  "a verb that a staff page calls asks who may": staffVerbsAskWhoMay,
  "a file is at most 300 lines": filesAreShort,
  "a function is at most 70 lines": functionsAreShort,
  "a loader or an action is at most 40 lines": doorsAreThin,
  "time, randomness, amounts, logs, env and the outside go through their one place": bannedCallsHaveReplacements,
  "the outside is never called inside a transaction": transactionsStayInside,
  "a default export stands only where a framework asks for one": exportsAreNamed,
  "no file or folder has a name that says nothing": namesSaySomething,
  "file and folder names are in kebab-case": namesAreKebabCase,
  "the tests mirror the tree they test": testsMirrorTheTree,
  "every file is reached from somewhere": everyFileIsReached,
  "nothing is left for later in the source": nothingIsLeftForLater,
  "no test is skipped, singled out or postponed": noTestIsSwitchedOff,
  "a test title is a sentence": titlesAreSentences,
  "functions of core, ports, ledger and rails have a doc comment": contractsAreDocumented,
} satisfies Record<string, Law>;

export type LawTitle = keyof typeof LAWS;
