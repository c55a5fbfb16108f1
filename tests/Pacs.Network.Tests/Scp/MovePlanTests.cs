using CsCheck;
using Pacs.Core;

namespace Pacs.Network.Tests.Scp;

[Category("PS3.4 §C.4.2")]
public sealed class MovePlanTests
{
    private static readonly Gen<IStoredInstance[]> Instances =
        Gen.Select(Gen.Int[0, 99999], Gen.Int[0, 40], Gen.Int[0, TransferSyntaxRegistry.All.Count - 1])
            .Select(IStoredInstance (number, sopClass, syntax) => MemoryInstance.Make(number, SopClasses.Storage[sopClass], TransferSyntaxRegistry.All[syntax], length: 0))
            .Array[0, 300];

    [Test]
    public void Make_AnyInstances_SendsEachOnceAndInOrderWithinItsAssociation() => Instances.Sample(instances =>
    {
        IReadOnlyList<MovePlan> plans = MovePlan.Make(instances);
        Assert.That(plans.SelectMany(p => p.Instances), Is.EquivalentTo(instances));
        foreach (MovePlan plan in plans)
        {
            int[] places = [.. plan.Instances.Select(i => Array.IndexOf(instances, i))];
            Assert.That(places, Is.Ordered);
        }
    }, iter: 100);

    [Test]
    public void Make_AnyInstances_ProposesExactlyThePairsNeededAndAtMost128() => Instances.Sample(instances =>
    {
        foreach (MovePlan plan in MovePlan.Make(instances))
        {
            Assert.That(plan.Contexts, Has.Count.InRange(1, 128));
            Assert.That(plan.Contexts.Select(c => (c.AbstractSyntax, c.TransferSyntaxes.Single())), Is.EquivalentTo(plan.Instances.Select(i => (i.Id.SopClass, i.TransferSyntax)).Distinct()));
        }
    }, iter: 100);

    [Test]
    public void Make_Nothing_NeedsNoAssociation() => Assert.That(MovePlan.Make([]), Is.Empty);
}
