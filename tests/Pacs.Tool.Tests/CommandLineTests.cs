using System.Diagnostics;

namespace Pacs.Tool.Tests;

public sealed class CommandLineTests
{
    [Test]
    public async Task Help_NamesEveryCommand()
    {
        ToolRun run = (await ToolRun.OfAsync("--help")).Ended(0);

        foreach (string name in CommandList.All.Select(command => command.Build(new ToolConsole(Stream.Null, TextWriter.Null)).Name))
            Assert.That(run.Output, Does.Contain($"  {name} "));
    }

    [Test]
    public void EveryCommand_DescribesItselfAndItsArguments()
    {
        foreach (var command in CommandList.All.Select(command => command.Build(new ToolConsole(Stream.Null, TextWriter.Null))))
        {
            Assert.That(command.Description, Is.Not.Empty, command.Name);
            Assert.That(command.Options.Select(option => option.Description), Has.None.Null.And.None.Empty, command.Name);
            Assert.That(command.Arguments.Select(argument => argument.Description), Has.None.Null.And.None.Empty, command.Name);
        }
    }

    [TestCase("dump")]
    [TestCase("nonsense")]
    [TestCase("dump", "--nonsense", "x")]
    [TestCase("dump", "-w", "wide", "x")]
    [TestCase("find", "PACS@127.0.0.1:104", "--level", "room")]
    [TestCase("echo", "nobody")]
    [TestCase("get", "PACS@127.0.0.1:104")]
    [TestCase("move", "PACS@127.0.0.1:104", "--study", "1.2.3")]
    [TestCase("get", "PACS@127.0.0.1:104", "--study", "one.two")]
    public async Task NonsenseOnTheCommandLine_EndsWithTwoAndOneClearMessage(params string[] args)
    {
        ToolRun run = (await ToolRun.OfAsync(args)).Ended(2);

        Assert.That(run.Error, Does.StartWith("pacs: "));
        Assert.That(run.Output, Is.Empty);
    }

    [Test]
    public async Task AFileThatIsNotThere_EndsWithThree() =>
        Assert.That((await ToolRun.OfAsync("dump", "/no/such/file.dcm")).Ended(3).Error, Is.EqualTo($"pacs: /no/such/file.dcm: no such file or folder{Environment.NewLine}"));

    [Test]
    public void OutputThatNobodyReads_IsDropped()
    {
        using var output = new PipeStream(new BrokenPipe());

        Assert.That(() => { output.Write([1]); output.Write([2]); output.Flush(); }, Throws.Nothing);
    }

    [Test]
    public async Task TheProcess_AnswersAndSetsItsExitCode()
    {
        using var folder = new ToolFolder();
        string path = await folder.InstanceAsync("a.dcm");
        var start = new ProcessStartInfo("dotnet", [typeof(PacsTool).Assembly.Location, "dump", path, folder.PathOf("missing.dcm")]) { RedirectStandardOutput = true, RedirectStandardError = true };

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.That(process.ExitCode, Is.EqualTo(3));
        Assert.That(await error, Does.Contain("missing.dcm: no such file or folder"));
        Assert.That(await output, Is.Empty, "Names are looked at before work begins.");
    }

    private sealed class BrokenPipe : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("Broken pipe");
    }
}
