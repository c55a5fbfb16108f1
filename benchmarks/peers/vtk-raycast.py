"""Draws the scene that VolumeTable left with VTK's ray caster on the processor, and says how long it took."""
import sys, time
import vtk
from vtk.util import numpy_support
import numpy as np

folder, threads = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 2
lines = [[float(number) for number in line.split()] for line in open(folder + "/scene.txt")]
size, spacing, origin, camera_line, points = [int(n) for n in lines[0]], lines[1], lines[2], lines[3], lines[4:]

image = vtk.vtkImageData()
image.SetDimensions(size)
image.SetSpacing(spacing)
image.SetOrigin(origin)
voxels = np.fromfile(folder + "/volume.raw", dtype=np.int16)
image.GetPointData().SetScalars(numpy_support.numpy_to_vtk(voxels, deep=True, array_type=vtk.VTK_SHORT))

opacity, colour = vtk.vtkPiecewiseFunction(), vtk.vtkColorTransferFunction()
for value, alpha, red, green, blue in points:
    opacity.AddPoint(value, alpha)
    colour.AddRGBPoint(value, red / 255, green / 255, blue / 255)

look = vtk.vtkVolumeProperty()
look.SetScalarOpacity(opacity)
look.SetColor(colour)
look.SetScalarOpacityUnitDistance(1)
look.SetInterpolationTypeToLinear()
look.ShadeOn()
look.SetAmbient(0.25)
look.SetDiffuse(0.75)
look.SetSpecular(0.2)
look.SetSpecularPower(24)

mapper = vtk.vtkFixedPointVolumeRayCastMapper()
mapper.SetInputData(image)
mapper.SetNumberOfThreads(threads)
mapper.AutoAdjustSampleDistancesOff()
mapper.SetSampleDistance(min(spacing))
mapper.SetImageSampleDistance(1)

volume = vtk.vtkVolume()
volume.SetMapper(mapper)
volume.SetProperty(look)
renderer = vtk.vtkRenderer()
renderer.AddVolume(volume)
window = vtk.vtkRenderWindow()
window.SetOffScreenRendering(1)
window.SetSize(512, 512)
window.AddRenderer(renderer)
target, direction, up, height = camera_line[0:3], camera_line[3:6], camera_line[6:9], camera_line[9]
camera = renderer.GetActiveCamera()
camera.ParallelProjectionOn()
camera.SetParallelScale(height / 2)
camera.SetFocalPoint(target)
camera.SetPosition([t - 1000 * d for t, d in zip(target, direction)])
camera.SetViewUp(up)
renderer.ResetCameraClippingRange()

start = time.perf_counter()
window.Render()
print(f"vtk   first picture, gradients included  {1000 * (time.perf_counter() - start):8.1f} ms")
for _ in range(2):
    look.Modified()
    window.Render()
times, processor = [], time.process_time()
for _ in range(9):
    camera.Azimuth(0.01)  # as little as makes it draw again
    start = time.perf_counter()
    window.Render()
    times.append(1000 * (time.perf_counter() - start))
processor = 1000 * (time.process_time() - processor) / 9
times.sort()
print(f"vtk   {'bone in space 512 x 512, shaded':34} least {times[0]:8.1f} ms  median {times[len(times) // 2]:8.1f} ms  processor {processor:8.1f} ms")

grab = vtk.vtkWindowToImageFilter()
grab.SetInput(window)
writer = vtk.vtkPNGWriter()
writer.SetFileName(folder + "/vtk.png")
writer.SetInputConnection(grab.GetOutputPort())
writer.Write()
