using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Pacs.Core;
using Pacs.Network.Tests.Scp;

namespace Pacs.Network.Tests.Client;

public sealed class ClientPlanTests
{
    [Test]
    public void GetContexts_AnyClassesAndSyntaxes_FitAndOfferEverySyntaxForEveryClass() =>
        Gen.Select(Gen.Int[1, 127], Gen.Int[1, 20]).Sample((classes, syntaxes) =>
        {
            var options = new GetOptions { SopClasses = [.. SopClasses.Storage.Take(classes)], TransferSyntaxes = [.. TransferSyntaxRegistry.All.Take(syntaxes)] };
            IReadOnlyList<ProposedContext> contexts = GetContextPlan.Make(options);
            Assert.That(contexts, Has.Count.LessThanOrEqualTo(127));
            Assert.That(contexts.Select(c => c.RequestorRoles), Is.All.EqualTo(ContextRoles.Scp));
            foreach (DicomUid sopClass in options.SopClasses)
                Assert.That(contexts.Where(c => c.AbstractSyntax == sopClass).SelectMany(c => c.TransferSyntaxes), Is.EquivalentTo(options.TransferSyntaxes));
        }, iter: 40);

    [Test]
    public void GetContexts_FewClasses_HaveAContextForEachSyntax() =>
        Assert.That(GetContextPlan.Make(new GetOptions { SopClasses = [DicomUid.CTImageStorage, DicomUid.MRImageStorage] }).Select(c => c.TransferSyntaxes.Count), Is.All.EqualTo(1));

    [Test]
    public void GetContexts_TheDefault_KeepsExplicitAndImplicitApartForEveryCommonClass()
    {
        IReadOnlyList<ProposedContext> contexts = GetContextPlan.Make(new GetOptions());
        foreach (DicomUid sopClass in GetContextPlan.CommonSopClasses)
            Assert.That(contexts.First(c => c.AbstractSyntax == sopClass).TransferSyntaxes, Is.EqualTo(new[] { TransferSyntax.ExplicitVRLittleEndian }));
    }

    [Test]
    public void CommonSopClasses_AreStorageClassesAndStandOnce()
    {
        Assert.That(GetContextPlan.CommonSopClasses, Is.Unique);
        Assert.That(GetContextPlan.CommonSopClasses.Where(c => !SopClasses.IsStorage(c)), Is.Empty);
    }

    [Test]
    public void GetContexts_TooManyClasses_AreRefused() =>
        Assert.That(() => GetContextPlan.Make(new GetOptions { SopClasses = SopClasses.Storage }), Throws.ArgumentException);

    [Test]
    public void Identifier_OfAStudy_IsStudyRootAtStudyLevel()
    {
        (DicomDataset identifier, bool isPatientRoot) = RetrieveIdentifier.Make(InstanceSelector.Study(new DicomUid("1.2.3")));
        Assert.That(isPatientRoot, Is.False);
        Assert.That(identifier.GetString(DicomTag.QueryRetrieveLevel), Is.EqualTo("STUDY"));
        Assert.That(identifier.GetString(DicomTag.StudyInstanceUID), Is.EqualTo("1.2.3"));
        Assert.That(identifier.Count, Is.EqualTo(2));
    }

    [Test]
    public void Identifier_OfAPatient_IsPatientRootAtPatientLevel()
    {
        (DicomDataset identifier, bool isPatientRoot) = RetrieveIdentifier.Make(InstanceSelector.Patient("P1"));
        Assert.That(isPatientRoot, Is.True);
        Assert.That(identifier.GetString(DicomTag.QueryRetrieveLevel), Is.EqualTo("PATIENT"));
    }

    [Test]
    public void Identifier_OfInstances_ListsThemUnderOneSeries()
    {
        var which = new InstanceSelector { Studies = [new("1.1")], Series = [new("1.2")], Instances = [new("1.3"), new("1.4")] };
        DicomDataset identifier = RetrieveIdentifier.Make(which).Identifier;
        Assert.That(identifier.GetString(DicomTag.QueryRetrieveLevel), Is.EqualTo("IMAGE"));
        Assert.That(identifier.GetStrings(DicomTag.SOPInstanceUID), Is.EqualTo(new[] { "1.3", "1.4" }));
        Assert.That(identifier.GetString(DicomTag.SeriesInstanceUID), Is.EqualTo("1.2"));
    }

    [Test]
    public void Identifier_OfEverything_IsRefused() => Assert.That(() => RetrieveIdentifier.Make(new InstanceSelector()), Throws.ArgumentException);

    [Test]
    public void Identifier_OfSeriesInTwoStudies_IsRefused() =>
        Assert.That(() => RetrieveIdentifier.Make(new InstanceSelector { Studies = [new("1.1"), new("1.2")], Series = [new("1.3")] }), Throws.ArgumentException);

    [Test]
    public void Union_OfContextsInDifferentRoles_KeepsOnlyWhatIsNeeded()
    {
        ProposedContext[] store = [new(DicomUid.CTImageStorage, [TransferSyntax.ExplicitVRLittleEndian])];
        ProposedContext[] get = [new(DicomUid.CTImageStorage, [TransferSyntax.ExplicitVRLittleEndian], ContextRoles.Scp)];
        Assert.That(ContextSets.Union(store, get), Is.EqualTo(get));
        Assert.That(ContextSets.Covers(store, get), Is.False);
    }

    [Test]
    public void Union_ThatFits_CoversBoth()
    {
        ProposedContext[] echo = [new(DicomUid.Verification, [TransferSyntax.ImplicitVRLittleEndian])];
        ProposedContext[] store = [new(DicomUid.CTImageStorage, [TransferSyntax.ExplicitVRLittleEndian])];
        IReadOnlyList<ProposedContext> union = ContextSets.Union(echo, store);
        Assert.That(ContextSets.Covers(union, echo) && ContextSets.Covers(union, store), Is.True);
    }

    [Test]
    public async Task Windows_OfASourceThatIsStillProducing_HoldWhatIsThere()
    {
        var gate = new TaskCompletionSource();
        async IAsyncEnumerable<StoreItem> Source()
        {
            yield return new StoreItem(MemoryInstance.Make(1));
            yield return new StoreItem(MemoryInstance.Make(2));
            await gate.Task;
            yield return new StoreItem(MemoryInstance.Make(3));
        }

        await using var windows = new StoreWindows(Source(), 1000, CancellationToken.None);
        Assert.That(await windows.NextAsync(), Is.True);
        Assert.That(windows.Items, Has.Count.EqualTo(2));
        gate.SetResult();
        Assert.That(await windows.NextAsync(), Is.True);
        Assert.That(windows.Items, Has.Count.EqualTo(1));
        Assert.That(await windows.NextAsync(), Is.False);
    }

    [Test]
    public async Task Windows_OfMoreThan128Pairs_AreCutThere()
    {
        async IAsyncEnumerable<StoreItem> Source()
        {
            await Task.CompletedTask;
            for (int i = 0; i < 300; i++) yield return new StoreItem(MemoryInstance.Make(i, SopClasses.Storage[i % 150]));
        }

        int sent = 0;
        await using var windows = new StoreWindows(Source(), 1000, CancellationToken.None);
        while (await windows.NextAsync())
        {
            Assert.That(windows.Contexts, Has.Count.LessThanOrEqualTo(128));
            sent += windows.Items.Count;
        }

        Assert.That(sent, Is.EqualTo(300));
    }

    [Test]
    public void Pacer_WithinTheInterval_IsNotDueAgain()
    {
        var time = new FakeTimeProvider();
        var pacer = new ProgressPacer(time, TimeSpan.FromMilliseconds(100));
        Assert.That(pacer.IsDue(), Is.True);
        time.Advance(TimeSpan.FromMilliseconds(99));
        Assert.That(pacer.IsDue(), Is.False);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(pacer.IsDue(), Is.True);
    }

    [Test]
    public void FailedInstances_MoreThanExplicitVRCanSay_AreCutToWhatItCan()
    {
        DicomUid[] failed = [.. Enumerable.Range(0, 3000).Select(i => new DicomUid($"1.2.826.0.1.3680043.8.498.12345678901234567890.{i}"))];
        DicomDataset identifier = FailedInstances.ToIdentifier(failed)!;
        Assert.That(identifier.GetBytes(DicomTag.FailedSOPInstanceUIDList).Length, Is.LessThanOrEqualTo(65534));
        Assert.That(FailedInstances.Read(identifier), Is.EqualTo(failed.Take(FailedInstances.Read(identifier).Count)));
    }
}
