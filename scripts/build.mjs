import { build, finish, installDependencies } from './steps.mjs';

finish(installDependencies().then(build));
