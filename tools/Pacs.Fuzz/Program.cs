using System.CommandLine;
using Pacs.Fuzz;

// Every target of this assembly; a new one needs no registration.
IFuzzTarget[] targets = [.. typeof(IFuzzTarget).Assembly.GetTypes()
    .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IFuzzTarget)) && type.GetConstructor(Type.EmptyTypes) is not null)
    .Select(type => (IFuzzTarget)Activator.CreateInstance(type)!).OrderBy(target => target.Name, StringComparer.Ordinal)];

var names = new Argument<string[]>("target") { Description = $"Which: {string.Join(", ", targets.Select(target => target.Name))}; none runs them all.", Arity = ArgumentArity.ZeroOrMore };
var corpus = new Option<string>("--corpus") { Description = "Folder of DICOM files.", DefaultValueFactory = _ => Path.Combine(Environment.GetEnvironmentVariable("PACS_SHARED") ?? Path.Combine("..", "shared"), "data", "dicom") };
var executions = new Option<long>("--executions") { DefaultValueFactory = _ => 1_000_000 };
var seconds = new Option<int>("--seconds") { Description = "End after this time.", DefaultValueFactory = _ => 24 * 3600 };
var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 1 };
var maxSeed = new Option<int>("--max-seed") { Description = "Leave out longer seeds, in bytes.", DefaultValueFactory = _ => 64 * 1024 };
var findings = new Option<string>("--findings") { Description = "Where to keep what was found.", DefaultValueFactory = _ => Path.Combine("artifacts", "fuzz") };
var replay = new Option<FileInfo?>("--replay") { Description = "Run this one input instead." };
var root = new RootCommand("Feeds broken input to parsers and codecs.") { names, corpus, executions, seconds, seed, maxSeed, findings, replay };
root.SetAction(parsed =>
{
    string[] wanted = parsed.GetValue(names) ?? [];
    IFuzzTarget[] chosen = [.. targets.Where(target => wanted.Length == 0 || wanted.Contains(target.Name))];
    if (chosen.Length < wanted.Length) Console.Error.WriteLine("fuzz: there is no target of that name; see --help");
    if (parsed.GetValue(replay) is { } input)
    {
        foreach (IFuzzTarget target in chosen) target.Run(File.ReadAllBytes(input.FullName));
        return 0;
    }

    var options = new FuzzOptions
    {
        Corpus = parsed.GetValue(corpus)!, Executions = parsed.GetValue(executions), Duration = TimeSpan.FromSeconds(parsed.GetValue(seconds)),
        Seed = parsed.GetValue(seed), MaxSeedLength = parsed.GetValue(maxSeed), Findings = parsed.GetValue(findings)!,
    };
    return chosen.Sum(target => new FuzzRun(target, options).Run()) == 0 && chosen.Length >= wanted.Length ? 0 : 1;
});
return root.Parse(args).Invoke();
