using System.Globalization;
using BenchmarkDotNet.Running;
using Pacs.Benchmarks.Archive;

if (args is ["stores", ..]) await StoreComparison.RunAsync(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 5);
else BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
