using System.Globalization;
using BenchmarkDotNet.Running;
using Pacs.Benchmarks.Archive;
using Pacs.Benchmarks.Imaging;
using Pacs.Benchmarks.Jpeg2000;
using Pacs.Benchmarks.Volumes;

if (args is ["stores", ..]) await StoreComparison.RunAsync(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 5);
else if (args is ["imaging"]) ImagingTable.Run();
else if (args is ["jpeg2000"]) Jpeg2000Table.Run();
else if (args is ["volumes", var folder]) await VolumeTable.RunAsync(folder);
else BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
